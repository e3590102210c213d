"""Asks for a round's fixed set of reports from the command line."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from laerling.kernel import clock
from laerling.kernel.types import Actor
from laerling.reports.ready.actions import ask_for_set


class Command(BaseCommand):
    """`./laerling make_reports --round 2026`."""

    help = "Ask the worker for the reports of the fixed set that are not made: those of a job that failed, or of an older round."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the round."""
        parser.add_argument("--round", required=True, type=int, dest="round_year", metavar="YEAR")

    def handle(self, *_args: Any, round_year: int, **_options: Any) -> None:
        """Ask, and say how many files."""
        n_files = ask_for_set(round_year=round_year, by=Actor("system", "command"), now=clock.now())
        self.stdout.write(_("Reports asked for: %(n)s files. The worker makes them.") % {"n": n_files})
