"""./laerling prove_key ANSWER --round YEAR: what two key holders read in the challenge."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from laerling.kernel import clock
from laerling.kernel.types import SYSTEM
from laerling.responses import actions


class Command(BaseCommand):
    """Check it, say whose it is."""

    help = "Take the answer to the challenge. A round opens with a proof that is at most fourteen days old."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the answer and the round."""
        parser.add_argument("answer")
        parser.add_argument("--round", type=int, required=True)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check it and print which two holders."""
        proof = actions.prove(round_year=options["round"], answer=options["answer"], by=SYSTEM, now=clock.now())
        self.stdout.write(
            f"Round {proof.round}: holders {' and '.join(proof.holders.upper())} have shown that they can open the urn"
        )
