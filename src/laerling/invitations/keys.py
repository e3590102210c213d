"""The link key of a round: 32 secret bytes in a file of this home, never in the database.

Destroyed when the round closes; from then on no link of the round can be made again and no draft be read.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.conf import settings

_KEY_BYTES = 32


class LinkKeyMissing(RuntimeError):
    """A round's invitations exist, but the key their links are made from does not: it must be brought back."""


def link_key(year: int) -> bytes:
    """Return the round's link key. Raises LinkKeyMissing."""
    try:
        return _path(year).read_bytes()
    except FileNotFoundError:
        raise LinkKeyMissing(f"No link key for {year}") from None


def ensure_link_key(year: int) -> bytes:
    """Return the round's link key, made on first use and readable by its owner only. Safe when two make it at once."""
    path = _path(year)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        # A hard link, unlike a rename, leaves the key of whoever came first.
        with suppress(FileExistsError):
            path.hardlink_to(partial)
        partial.unlink()
    return link_key(year)


def destroy_link_key(year: int) -> bool:
    """Overwrite and remove the round's link key; return False if there was none."""
    path = _path(year)
    if not path.exists():
        return False
    with path.open("r+b") as file:
        file.write(bytes(_KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    return True


def _path(year: int) -> Path:
    return Path(settings.HOME) / "keys" / str(year) / "link.key"
