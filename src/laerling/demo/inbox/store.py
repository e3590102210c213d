"""Messages in one SQLite file: written in bunches by the mail server, read by the inbox."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FILE: Final = "inbox.sqlite3"
PAGE_SIZE: Final = 25
# SQLite has no larger numbers.
_LAST_NUMBER: Final = 2**63 - 1
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY,
    recipient TEXT NOT NULL COLLATE NOCASE,
    content BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS message_recipient ON message (recipient);
"""


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """One message as it arrived: `content` is the whole of it, headers included."""

    id: int
    recipient: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Store:
    """The messages of one home. Safe to open from several processes at a time."""

    path: Path

    def prepare(self) -> None:
        """Make the file and its tables where they are missing."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._connection() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(_SCHEMA)

    def add(self, messages: Iterable[tuple[str, bytes]]) -> None:
        """Store (recipient, content) pairs in one transaction."""
        with self._connection() as connection, connection:
            connection.executemany("INSERT INTO message (recipient, content) VALUES (?, ?)", messages)

    def count(self, *, recipient: str = "") -> int:
        """How many messages there are whose recipient contains `recipient`."""
        with self._connection() as connection:
            found = connection.execute(
                "SELECT count(*) FROM message WHERE recipient LIKE ? ESCAPE '\\'", [_pattern(recipient)]
            )
            return int(found.fetchone()[0])

    def page(self, *, recipient: str = "", offset: int = 0, limit: int = PAGE_SIZE) -> list[StoredMessage]:
        """Messages whose recipient contains `recipient`, newest first."""
        with self._connection() as connection:
            found = connection.execute(
                "SELECT id, recipient, content FROM message WHERE recipient LIKE ? ESCAPE '\\'"
                " ORDER BY id DESC LIMIT ? OFFSET ?",
                [_pattern(recipient), limit, offset],
            )
            return [StoredMessage(*row) for row in found]

    def get(self, number: int) -> StoredMessage | None:
        """One message, or None."""
        if number > _LAST_NUMBER:
            return None
        with self._connection() as connection:
            row = connection.execute("SELECT id, recipient, content FROM message WHERE id = ?", [number]).fetchone()
            return StoredMessage(*row) if row else None

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=10)) as connection:
            # A demo's mail may be lost with the machine; it need not wait for the disk.
            connection.execute("PRAGMA synchronous = OFF")
            yield connection


def _pattern(part: str) -> str:
    # Numbers are shown in groups and kept without blanks.
    plain = part.replace(" ", "") if part.replace(" ", "").lstrip("+").isdecimal() else part.strip()
    escaped = plain.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
