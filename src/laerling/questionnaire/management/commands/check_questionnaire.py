"""./laerling check_questionnaire FILE: say everything that keeps a question set from being published."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from laerling.questionnaire import queries
from laerling.questionnaire.management.files import read
from laerling.questionnaire.rules.places import line_of


class Command(BaseCommand):
    """Check the file beside what is published, and store nothing."""

    help = "Check a questionnaire's TOML file: every fault at once, with its line. Stores nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print one line for each fault, or one line that says there is none."""
        content = read(options["file"])
        check = queries.check(content)
        for fault in check.faults:
            line = line_of(fault, content)
            self.stdout.write(f"{options['file'].name}{f':{line}' if line else ''}: {fault}")
        if check.faults or check.questionnaire is None:
            message = f"{len(check.faults)} to mend. Nothing was stored."
            raise CommandError(message)
        found = check.questionnaire
        self.stdout.write(
            f"{found.code}: nothing to mend, {len(found.questions)} questions on {len(found.pages)} pages."
        )
