"""./laerling server_key --round YEAR: the public key that the offline machine seals the round's MAC key to."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from laerling.kernel import clock
from laerling.kernel.types import SYSTEM
from laerling.responses import actions


class Command(BaseCommand):
    """Make it where there is none, and print it."""

    help = "Print the public key of this server for the key ceremony. The same until the round's key is imported."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the round."""
        parser.add_argument("--round", type=int, required=True)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the key."""
        made = actions.make_server_key(round_year=options["round"], by=SYSTEM, now=clock.now())
        self.stdout.write(made)
