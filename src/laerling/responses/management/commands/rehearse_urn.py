"""./laerling rehearse_urn --round YEAR: the ceremony and the opening with a key that is thrown away."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from laerling.kernel import clock
from laerling.kernel.types import SYSTEM
from laerling.responses import actions


class Command(BaseCommand):
    """Rehearse, say how it went."""

    help = "Go through all of it with a throw-away key and invented answers. The real urn is never touched."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the round."""
        parser.add_argument("--round", type=int, required=True)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Rehearse and print the report."""
        held = actions.rehearse(round_year=options["round"], by=SYSTEM, now=clock.now())
        self.stdout.write(f"Round {held.round}: the rehearsal {'went well' if held.went_well else 'FAILED'}")
        for name, value in held.report.items():
            self.stdout.write(f"  {name}: {value}")
