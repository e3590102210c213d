"""Files that only their owner can read, whole or not there at all. Pure."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import IO


@contextmanager
def private_file(path: Path) -> Iterator[IO[bytes]]:
    """Write a new file with mode 0600 that appears, on disk, when all of it is written.

    Raises FileExistsError where there is one of that name, before anything is written.
    """
    if path.exists():
        raise FileExistsError(path)
    partial = path.with_name(f".{path.name}.{token_hex(8)}")
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        # A hard link, unlike a rename, never replaces a file that came in between.
        path.hardlink_to(partial)
    finally:
        partial.unlink(missing_ok=True)


def shred(path: Path) -> bool:
    """Overwrite and remove a small file; return False if there was none."""
    if not path.exists():
        return False
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    return True
