"""./laerling export_questionnaire CODE --as toml|ddi: write a published question set to standard output."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from laerling.questionnaire import queries
from laerling.questionnaire.rules.ddi import codebook


class Command(BaseCommand):
    """Write the published file as it was handed in, or the codebook made from it."""

    help = "Write a published questionnaire as its own TOML file, or as a DDI-Codebook 2.5."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the code and the form."""
        parser.add_argument("code")
        parser.add_argument("--as", dest="form", choices=["toml", "ddi"], default="toml")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write it."""
        code = options["code"]
        if options["form"] == "toml":
            self.stdout.write(queries.file_of(code), ending="")
        else:
            found = queries.published(code)
            self.stdout.write(codebook(found, queries.before(found)).decode(), ending="")
