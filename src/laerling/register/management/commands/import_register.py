"""Takes in a register file from the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from tqdm import tqdm

from laerling.kernel import clock
from laerling.kernel.types import Actor
from laerling.register.actions import ImportReceipt, import_file, receive
from laerling.register.refusals import NoSuchFile
from laerling.register.words import RULES


class Command(BaseCommand):
    """`./laerling import_register FILE --register vigo --round 2026 --stage final [--preview]`."""

    help = "Take in a VIGO, NOR or NLR file."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the file, its register, and the round and stage it is for."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--register", required=True, choices=["vigo", "nor", "nlr"])
        parser.add_argument("--round", required=True, type=int, dest="round_year", metavar="YEAR")
        parser.add_argument("--stage", default="final", choices=["preliminary", "final"])
        parser.add_argument(
            "--preview", action="store_true", help="Check the file and tell what it would bring; run again to go on."
        )

    def handle(self, *_args: Any, file: Path, preview: bool, **options: Any) -> None:
        """Take the file in, or with `preview` only check it, and print what became of it."""
        if not file.is_file():
            raise NoSuchFile
        with file.open("rb") as content, tqdm(unit=" rows", leave=False, disable=None) as bar:

            def progress(done: int, expected: int) -> None:
                bar.total = expected
                bar.update(done - bar.n)

            receipt = (receive if preview else import_file)(
                content=content,
                filename=file.name,
                register=options["register"],
                round_year=options["round_year"],
                stage=options["stage"],
                by=Actor("system", "command"),
                now=clock.now(),
                progress=progress,
            )
        self._print(receipt)

    def _print(self, receipt: ImportReceipt) -> None:
        waits = receipt.state == "checked"
        if receipt.seen_before and not waits:
            self.stdout.write(_("This file was taken in before. Nothing is changed."))
            return
        self.stdout.write(
            _("%(rows)s rows: %(new)s new, %(changed)s changed, %(unchanged)s unchanged, %(set_aside)s set aside.")
            % {
                "rows": receipt.n_rows,
                "new": receipt.n_new,
                "changed": receipt.n_changed,
                "unchanged": receipt.n_unchanged,
                "set_aside": receipt.n_set_aside,
            }
        )
        if receipt.n_missing:
            self.stdout.write(
                _("%(missing)s contracts of the counties in the file are not in it. They stay as they are.")
                % {"missing": receipt.n_missing}
            )
        if receipt.unknown_columns:
            columns = ", ".join(receipt.unknown_columns)
            self.stdout.write(_("Columns passed over: %(columns)s.") % {"columns": columns})
        for line in receipt.set_aside:
            self.stdout.write(
                _("Set aside: row %(row)s, column %(column)s: %(rule)s.")
                % {"row": line.row_number, "column": line.column or "–", "rule": RULES[line.rule]}
            )
        if waits:
            self.stdout.write(_("Nothing counts yet. Run the command again without --preview to take the file in."))
