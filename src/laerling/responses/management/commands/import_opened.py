"""./laerling import_opened FILE --round YEAR: take in the answers that the key holders opened."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from laerling.kernel import clock
from laerling.kernel.types import SYSTEM
from laerling.responses import actions


class Command(BaseCommand):
    """Import the opened answers, say how many."""

    help = "Take in an opened urn. It must come from the very urn that was closed, and comes in once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file and the round."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--round", type=int, required=True)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import it and print the counts."""
        came = actions.import_opened(round_year=options["round"], file=options["file"], by=SYSTEM, now=clock.now())
        self.stdout.write(f"Round {came.round}: {came.n_ok} answers came in, {came.n_rejected} ballots were left out")
