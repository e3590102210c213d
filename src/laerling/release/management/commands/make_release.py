"""Makes a round's release from the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from laerling.kernel import clock
from laerling.kernel.types import Actor
from laerling.release.actions import make_release


class Command(BaseCommand):
    """`./laerling make_release --round 2026`."""

    help = "Count and protect the opened answers, and freeze them as the round's release."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the round."""
        parser.add_argument("--round", required=True, type=int, dest="round_year", metavar="YEAR")
        parser.add_argument(
            "--before",
            type=Path,
            metavar="FOLDER_OF_THE_YEAR_BEFORE",
            help="what the round before was brought in from: small units are shown over both rounds together",
        )

    def handle(self, *_args: Any, round_year: int, before: Path | None = None, **_options: Any) -> None:
        """Make it, and print what it came to."""
        made = make_release(round_year=round_year, before=before, by=Actor("system", "command"), now=clock.now())
        self.stdout.write(
            _("The release of %(year)s is made from %(answered)s answers. Its content hash is %(hash)s.")
            % {"year": made.round_year, "answered": made.n_answered, "hash": made.content_hash}
        )
