"""Gathers the sites' static files under hashed names, when they have changed since last time."""

from pathlib import Path
from typing import Final

from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

_STAMP: Final = "static.stamp"


def collect(*, home: Path) -> bool:
    """Gather the static files into the home, and return whether there was anything to do."""
    stamp = home / "static" / _STAMP
    newest = _newest()
    if stamp.exists() and stamp.read_text() == newest:
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(newest)
    return True


def _newest() -> str:
    """Return the number of files and the newest change among them, as one text."""
    changes = [
        Path(storage.path(name)).stat().st_mtime_ns for finder in get_finders() for name, storage in finder.list(None)
    ]
    return f"{len(changes)} {max(changes, default=0)}"
