"""Where papers with people's links lie until they are fetched: a folder of this home that worker and staff site share."""

import time
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

from laerling.responses.private import private_file, shred

# Whoever ordered slips prints them the same day.
KEPT_SECONDS: Final = 6 * 3600


def slips(gathering_id: UUID, paper_id: UUID) -> Path:
    """Return where a gathering's slips lie, or will lie."""
    return _folder() / f"{gathering_id}.{paper_id}.pdf"


def lay(path: Path, content: bytes) -> None:
    """Write a paper, readable by its owner only. One that is there already stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with private_file(path) as file:
            file.write(content)
    except FileExistsError:
        return


def clear_old() -> int:
    """Overwrite and remove papers older than six hours; return how many."""
    oldest = time.time() - KEPT_SECONDS
    return sum(shred(path) for path in _folder().glob("*.pdf") if path.stat().st_mtime < oldest)


def _folder() -> Path:
    return Path(settings.HOME) / "rooms" / "papers"
