"""./laerling record_destroyed WHAT --round YEAR --at … --how … --witness …: what people destroyed with their hands."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from laerling.kernel import clock
from laerling.kernel.types import SYSTEM
from laerling.responses import actions
from laerling.responses.rules import DESTROYED_BY_HAND


class Command(BaseCommand):
    """Write it down."""

    help = (
        "Record that the round's backup key or the holders' keys are destroyed. Answers come in after the first only."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what, when, how and who saw it."""
        parser.add_argument("what", choices=DESTROYED_BY_HAND)
        parser.add_argument("--round", type=int, required=True)
        parser.add_argument("--at", required=True, help="when, such as 2026-12-21T14:00")
        parser.add_argument("--how", required=True)
        parser.add_argument("--witness", required=True, help="who saw it")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Record it and say so."""
        try:
            at = datetime.fromisoformat(options["at"])
        except ValueError:
            message = "--at is a date and a time, such as 2026-12-21T14:00."
            raise CommandError(message) from None
        actions.record_destroyed(
            round_year=options["round"],
            what=options["what"],
            destroyed_at=at if at.tzinfo else at.replace(tzinfo=clock.OSLO),
            how=options["how"],
            witness=options["witness"],
            by=SYSTEM,
            now=clock.now(),
        )
        self.stdout.write(f"Round {options['round']}: recorded")
