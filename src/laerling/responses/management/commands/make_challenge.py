"""./laerling make_challenge --round YEAR --to FILE: a riddle that only two key holders can read."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from laerling.kernel import clock
from laerling.kernel.types import SYSTEM
from laerling.responses import actions


class Command(BaseCommand):
    """Make it, write it."""

    help = (
        "Write a challenge for two key holders. They answer it with `ceremony answer`; type the answer with prove_key."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the round and the file."""
        parser.add_argument("--round", type=int, required=True)
        parser.add_argument("--to", type=Path, required=True)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the challenge."""
        challenge = actions.make_challenge(round_year=options["round"], by=SYSTEM, now=clock.now())
        options["to"].write_text(challenge, encoding="ascii")
        self.stdout.write(f"Round {options['round']}: the challenge is in {options['to']}")
