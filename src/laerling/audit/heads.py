"""The ledger's newest entry, written to a file of this home once a day: what a rewritten database cannot follow.

Whoever may do anything in the database can chain it anew from the first event on. The file is outside it, and should be
copied outside this machine too (docs/operate.md).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry of the ledger at some time; place 0 where it was empty."""

    position: int
    entry_hash: str


def keep(head: Head, *, on: date) -> bool:
    """Write the head down under its Oslo date; return False where that day has one already, or the ledger is empty."""
    if not head.position or any(day == on for day, _head in kept()):
        return False
    with _file().open("a", encoding="ascii") as file:
        file.write(f"{on.isoformat()} {head.position} {head.entry_hash}\n")
    return True


def kept() -> Iterator[tuple[date, Head]]:
    """Yield every head that was written down, with its day."""
    if _file().exists():
        for line in _file().read_text(encoding="ascii").splitlines():
            day, position, entry_hash = line.split()
            yield date.fromisoformat(day), Head(int(position), entry_hash)


def _file() -> Path:
    return Path(settings.HOME) / "audit-heads"
