"""Takes in the day figures of earlier rounds from the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laerling.invitations.tallies.actions import import_earlier
from laerling.kernel import clock
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor


class NoSuchDaysFile(Refusal):
    """The file is not there."""

    code = "no_such_days_file"
    sentence = gettext_lazy("There is no such file. Give the path of a CSV file.")


class Command(BaseCommand):
    """`./laerling import_progress FILE.csv`."""

    help = "Take in how many had answered day by day in earlier rounds: year, day, county, office, invited, answered."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        """Take the file in whole, or say what is wrong with it."""
        if not file.is_file():
            raise NoSuchDaysFile
        with file.open("rb") as content:
            n = import_earlier(content=content, by=Actor("system", "command"), now=clock.now())
        self.stdout.write(_("Taken in: %(n)s days of units.") % {"n": n})
