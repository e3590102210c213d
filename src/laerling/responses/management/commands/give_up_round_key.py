"""./laerling give_up_round_key --round YEAR: forget a round's key and its holders, before the first answer."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from laerling.kernel import clock
from laerling.kernel.types import SYSTEM
from laerling.responses import actions


class Command(BaseCommand):
    """Forget it."""

    help = "Forget the round's key, so that the ceremony can be held anew. Refused once an answer is sealed to it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the round."""
        parser.add_argument("--round", type=int, required=True)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Forget it and say so."""
        actions.give_up_round_key(round_year=options["round"], by=SYSTEM, now=clock.now())
        self.stdout.write(f"Round {options['round']}: the key is given up. Let the holders destroy their files.")
