"""A gathering's secret in a file of this home, outside the database: there while its room is open, and not after.

The worker makes and destroys it. The staff site shows the room's code with it, the answering site opens seats.
"""

from collections.abc import Iterator
from contextlib import suppress
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


def every() -> list[tuple[UUID, bytes]]:
    """Return the secret of every room that is open, by gathering, the oldest first."""
    found = sorted(_times(), key=lambda one: (one[0], str(one[1])))
    return [(gathering_id, secret) for _made_at, gathering_id in found if (secret := read(gathering_id))]


def destroy(gathering_id: UUID) -> bool:
    """Overwrite and remove the secret: no seat of this gathering can be opened any more. False where there was none."""
    return bool(shred(_path(gathering_id)))


def _times() -> Iterator[tuple[int, UUID]]:
    for path in _folder().glob(f"*{_SUFFIX}"):
        with suppress(FileNotFoundError):
            yield path.stat().st_mtime_ns, UUID(path.stem)


def _path(gathering_id: UUID) -> Path:
    return _folder() / f"{gathering_id}{_SUFFIX}"


def _folder() -> Path:
    return Path(settings.HOME) / "rooms"
