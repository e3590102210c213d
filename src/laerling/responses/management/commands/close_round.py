"""./laerling close_round --round YEAR: close the urn when the last day is over. The clockwork does it by itself."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from laerling.kernel import clock
from laerling.kernel.types import SYSTEM
from laerling.responses import actions


class Command(BaseCommand):
    """Close the urn, say how many ballots and which root hash."""

    help = "Close a round's urn: last mix, count and root hash, drafts and link key destroyed. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the round."""
        parser.add_argument("--round", type=int, required=True)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Close it and print the count and the root hash."""
        closed = actions.close(round_year=options["round"], by=SYSTEM, now=clock.now())
        what = "closed" if closed.is_new else "closed before"
        self.stdout.write(f"Round {closed.round}: {what}, {closed.n_ballots} ballots, root hash {closed.root_hash}")
