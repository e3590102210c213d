"""Draws a round's sample from the command line."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from laerling.kernel import clock
from laerling.kernel.types import Actor
from laerling.sample.actions import draw
from laerling.sample.rules import REASONS


class Command(BaseCommand):
    """`./laerling draw_sample --round 2026 --stage final`."""

    help = "Draw who is asked. The final sample is frozen."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the round and the stage."""
        parser.add_argument("--round", required=True, type=int, dest="round_year", metavar="YEAR")
        parser.add_argument("--stage", required=True, choices=["preliminary", "final"])

    def handle(self, *_args: Any, round_year: int, stage: str, **_options: Any) -> None:
        """Draw, and print what it came to."""
        receipt = draw(round_year=round_year, stage=stage, by=Actor("system", "command"), now=clock.now())
        self.stdout.write(
            _("%(asked)s are asked, %(excluded)s contracts are not; %(supervisors)s training supervisors.")
            % {"asked": receipt.n_asked, "excluded": receipt.n_excluded, "supervisors": receipt.n_supervisors}
        )
        for reason in REASONS:
            self.stdout.write(f"{receipt.reasons.get(reason, 0):8} {reason}")
