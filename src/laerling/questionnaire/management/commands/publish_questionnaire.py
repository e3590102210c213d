"""./laerling publish_questionnaire FILE: publish a question set for good."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from laerling.kernel import clock
from laerling.kernel.types import SYSTEM
from laerling.questionnaire import actions


class Command(BaseCommand):
    """Read the file, publish it, say what came of it."""

    help = "Publish a questionnaire from its TOML file. What is published never changes."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Publish and print one line."""
        try:
            # Bytes, so that line endings count towards the fingerprint as they stand.
            content = options["file"].read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as fault:
            message = f"{options['file']} cannot be read as a text file in UTF-8."
            raise CommandError(message) from fault
        done = actions.publish(content, by=SYSTEM, now=clock.now())
        figures = f"{done.n_questions} questions on {done.n_pages} pages, sha256 {done.sha256[:12]}"
        self.stdout.write(f"{done.code}: {'published' if done.is_new else 'published before'}, {figures}.")
