"""./laerling export_urn --round YEAR --to FILE: write the closed urn to a file for the key holders."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from laerling.kernel import clock
from laerling.kernel.types import SYSTEM
from laerling.responses import actions


class Command(BaseCommand):
    """Export the urn, say what is in it."""

    help = "Write a closed round's sealed ballots to a file. Only two key holders together can open it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the round and the file."""
        parser.add_argument("--round", type=int, required=True)
        parser.add_argument("--to", type=Path, required=True)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write it and print the count and the root hash."""
        urn = actions.export_urn(round_year=options["round"], to=options["to"], by=SYSTEM, now=clock.now())
        self.stdout.write(f"Round {urn.round}: {urn.n_ballots} ballots in {options['to']}, root hash {urn.root_hash}")
