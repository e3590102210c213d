"""./laerling make_round_key --round YEAR --to FOLDER: make the round's key and a file for each of its three holders."""

from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from laerling.kernel import clock
from laerling.kernel.types import SYSTEM
from laerling.responses import actions
from laerling.responses.keys import HOLDERS


class Command(BaseCommand):
    """Make the key, write the files, say what to compare."""

    help = "Make a round's key. Any two of the three files open the urn; give each holder theirs and keep no copy."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the round and the folder."""
        parser.add_argument("--round", type=int, required=True)
        parser.add_argument("--to", type=Path, required=True, help="a folder for the three files")
        parser.add_argument("--passphrases", action="store_true", help="ask each holder for a passphrase")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make it and print where the files are."""
        words = _asked() if options["passphrases"] else {}
        made = actions.make_round_key(
            round_year=options["round"], to=options["to"], by=SYSTEM, now=clock.now(), passphrases=words
        )
        self.stdout.write(f"Round {made.round}: fingerprint {made.fingerprint}")
        for path in made.files:
            self.stdout.write(f"  {path}")


def _asked() -> dict[str, str]:
    return {holder: getpass(f"Passphrase of holder {holder.upper()} (empty for none): ") for holder in HOLDERS}
