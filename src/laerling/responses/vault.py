"""What a round keeps in files of this home, outside the database: the pinned fingerprint, the MAC key, the pepper.

The answering site reads them at every answer. The MAC key and the pepper are destroyed at the close: from then on no
ballot can be made and no draft be read.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from laerling.responses import sealing
from laerling.responses.private import private_file, shred

_FINGERPRINT, _MAC_KEY, _PEPPER = "fingerprint", "mac.key", "draft.pepper"
# The server's own key while the ceremony lasts: the offline machine seals the MAC key to its public half.
_SERVER = "server.key"


@dataclass(frozen=True, slots=True)
class Vault:
    """The files' content. `fingerprint` is public, the rest secret."""

    fingerprint: str
    mac_key: bytes = field(repr=False)
    pepper: bytes = field(repr=False)


def read(year: int) -> Vault | None:
    """Return what the files of a round hold, None where one of them is not there."""
    # Read anew each time: a process that kept them would have them after they are destroyed.
    fingerprint, mac_key, pepper = _files(settings.HOME, year)
    try:
        return Vault(fingerprint.read_bytes().decode("ascii").strip(), mac_key.read_bytes(), pepper.read_bytes())
    except FileNotFoundError:
        return None


@lru_cache(maxsize=8)
def _files(home: str | Path, year: int) -> tuple[Path, Path, Path]:
    folder = Path(home) / "keys" / str(year)
    return folder / _FINGERPRINT, folder / _MAC_KEY, folder / _PEPPER


def pinned_fingerprint(year: int) -> str | None:
    """Return the fingerprint of the one key that may seal this round's answers, None where none is pinned."""
    try:
        return (_folder(year) / _FINGERPRINT).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None


def write(year: int, vault: Vault) -> None:
    """Write the files, readable by their owner only, in place of any there. Before the round's first answer only."""
    folder = _folder(year)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    contents = {_FINGERPRINT: vault.fingerprint.encode() + b"\n", _MAC_KEY: vault.mac_key, _PEPPER: vault.pepper}
    for name, content in contents.items():
        shred(folder / name)
        with private_file(folder / name) as file:
            file.write(content)
    shred(folder / _SERVER)


def server_identity(year: int) -> tuple[str, bool]:
    """Return the identity that opens what the offline machine seals to this server, and whether it was made just now."""
    path = _folder(year) / _SERVER
    with suppress(FileNotFoundError):
        return path.read_text(encoding="ascii"), False
    _public, identity = sealing.new_round_key()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with private_file(path) as file:
        file.write(identity.encode("ascii"))
    return identity, True


def destroy(year: int) -> frozenset[str]:
    """Overwrite and remove the secret files; the fingerprint stays. Return what there was: `mac_key`, `draft_pepper`."""
    files = {"mac_key": _MAC_KEY, "draft_pepper": _PEPPER}
    return frozenset(what for what, name in files.items() if shred(_folder(year) / name))


def forget(year: int) -> None:
    """Overwrite and remove all files of a key that is given up."""
    for name in (_MAC_KEY, _PEPPER, _SERVER, _FINGERPRINT):
        shred(_folder(year) / name)


def _folder(year: int) -> Path:
    return Path(settings.HOME) / "keys" / str(year)
