"""Reading the file a command was given."""

from pathlib import Path

from django.core.management.base import CommandError


def read(file: Path) -> str:
    """Return the text of a file. Raises CommandError."""
    try:
        # Bytes, so that line endings count towards the fingerprint as they stand.
        return file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        message = f"{file} cannot be read as a text file in UTF-8."
        raise CommandError(message) from fault
