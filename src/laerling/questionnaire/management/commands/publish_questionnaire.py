"""./laerling publish_questionnaire FILE: publish a question set for good."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from laerling.kernel import clock
from laerling.kernel.types import SYSTEM
from laerling.questionnaire import actions
from laerling.questionnaire.management.files import read


class Command(BaseCommand):
    """Read the file, publish it, say what came of it."""

    help = "Publish a questionnaire from its TOML file. What is published never changes."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Publish and print one line."""
        done = actions.publish(read(options["file"]), by=SYSTEM, now=clock.now())
        figures = f"{done.n_questions} questions on {done.n_pages} pages, sha256 {done.sha256[:12]}"
        self.stdout.write(f"{done.code}: {'published' if done.is_new else 'published before'}, {figures}.")
