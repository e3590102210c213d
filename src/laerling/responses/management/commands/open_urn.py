"""./laerling open_urn URN --key A --key B --to FILE: the offline opening, where this system happens to be at hand."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from laerling.responses import opening


class Command(BaseCommand):
    """Open the urn's file with two holders' files, say what went in and came out."""

    help = "Open an exported urn with two holders' key files. Reads and writes files only."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the files."""
        opening.add_arguments(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Open it and print the report."""
        try:
            opened = opening.open_urn(
                urn=options["urn"],
                keys=options["key"],
                paper=options["paper"],
                to=options["to"],
                expected_root=options["root"],
            )
        except opening.OpeningFault as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(opening.told(opened))
