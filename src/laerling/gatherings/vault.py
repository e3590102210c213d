"""A gathering's secret in a file of this home, outside the database: there while its room is open, and not after.

The worker makes and destroys it. The staff site shows the room's code with it, the answering site opens seats.
"""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from laerling.gatherings.rules import SECRET_BYTES, new_secret
from laerling.responses.private import private_file, shred

_SUFFIX = ".key"


def ensure(gathering_id: UUID) -> bytes:
    """Return the secret, made on first use."""
    path = _path(gathering_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with private_file(path) as file:
            file.write(new_secret())
    except FileExistsError:
        pass
    return path.read_bytes()


def read(gathering_id: UUID) -> bytes | None:
    """Return the secret, None where there is none (yet, or any more)."""
    try:
        secret = _path(gathering_id).read_bytes()
    except FileNotFoundError:
        return None
    return secret if len(secret) == SECRET_BYTES else None


def every() -> Iterator[tuple[UUID, bytes]]:
    """Yield the secret of every room that is open, by gathering."""
    for path in _folder().glob(f"*{_SUFFIX}"):
        gathering_id = UUID(path.stem)
        if secret := read(gathering_id):
            yield gathering_id, secret


def destroy(gathering_id: UUID) -> bool:
    """Overwrite and remove the secret: no seat of this gathering can be opened any more. False where there was none."""
    return bool(shred(_path(gathering_id)))


def _path(gathering_id: UUID) -> Path:
    return _folder() / f"{gathering_id}{_SUFFIX}"


def _folder() -> Path:
    return Path(settings.HOME) / "rooms"
