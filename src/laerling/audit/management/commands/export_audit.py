"""Writes what was done to a file, with the hashes that prove it."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from laerling.audit.actions import export_events
from laerling.kernel import clock
from laerling.kernel.types import Actor


class Command(BaseCommand):
    """`./laerling export_audit --to events.jsonl --from 2026-10-01 --to-date 2026-10-31`."""

    help = "Write the audit's events of some days as JSON lines, each with its hashes."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the file and the days."""
        parser.add_argument("--to", required=True, type=Path, metavar="FILE")
        parser.add_argument("--from", required=True, type=date.fromisoformat, dest="first", metavar="YYYY-MM-DD")
        parser.add_argument("--to-date", required=True, type=date.fromisoformat, dest="last", metavar="YYYY-MM-DD")

    def handle(self, *_args: Any, to: Path, first: date, last: date, **_options: Any) -> None:
        """Write them, and say how many."""
        n = export_events(to=to, first=first, last=last, by=Actor("system", "command"), now=clock.now())
        self.stdout.write(_("%(n)s events are written to %(file)s.") % {"n": n, "file": to})
