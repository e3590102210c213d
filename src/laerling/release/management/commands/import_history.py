"""Brings in earlier rounds from the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from laerling.kernel import clock
from laerling.kernel.types import Actor
from laerling.release.history.actions import import_history


class Command(BaseCommand):
    """`./laerling import_history FOLDER …`: one folder a round, described in docs/history.md."""

    help = "Check, protect and release rounds that were held before this system."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the folders."""
        parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
        parser.add_argument(
            "--before",
            type=Path,
            metavar="FOLDER_OF_THE_YEAR_BEFORE",
            help="small units are shown over both rounds together; for one FOLDER at a time",
        )

    def handle(self, *_args: Any, folders: list[Path], before: Path | None = None, **_options: Any) -> None:
        """Bring them in one after another, and print what each came to."""
        if before and len(folders) > 1:
            raise CommandError(_("Give one folder at a time together with the folder of the year before."))
        for folder in folders:
            made = import_history(folder=folder, before=before, by=Actor("system", "command"), now=clock.now())
            self.stdout.write(
                _("The release of %(year)s is made from %(answered)s answers. Its content hash is %(hash)s.")
                % {"year": made.round_year, "answered": made.n_answered, "hash": made.content_hash}
            )
