"""Writes a round's sample out from the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from laerling.sample.actions import export


class Command(BaseCommand):
    """`./laerling export_sample --round 2026 --to DIR`."""

    help = "Write sample.csv, excluded.csv and supervisors.csv of the latest draw."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the round and the folder."""
        parser.add_argument("--round", required=True, type=int, dest="round_year", metavar="YEAR")
        parser.add_argument("--to", required=True, type=Path, metavar="DIR")

    def handle(self, *_args: Any, round_year: int, to: Path, **_options: Any) -> None:
        """Write the files, and print where they are."""
        for path in export(round_year=round_year, to=to):
            self.stdout.write(str(path))
