"""./laerling import_round_key FILE --round YEAR: take in the round's public key from the offline machine."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from laerling.kernel import clock
from laerling.kernel.types import SYSTEM
from laerling.responses import actions
from laerling.responses.keys import spoken


class Command(BaseCommand):
    """Import it, say what to compare."""

    help = "Take in the key that was made at the ceremony, and pin its fingerprint in this home."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file and the round."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--round", type=int, required=True)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import it and print the fingerprint."""
        made = actions.import_round_key(round_year=options["round"], file=options["file"], by=SYSTEM, now=clock.now())
        self.stdout.write(f"Round {made.round}: fingerprint {spoken(made.fingerprint)}")
