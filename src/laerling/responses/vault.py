"""What a round keeps in files of this home, outside the database: the pinned fingerprint, the MAC key, the pepper.

The answering site reads them at every answer. The MAC key and the pepper are destroyed at the close: from then on no
ballot can be made and no draft be read.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from laerling.responses.private import private_file, shred

_FINGERPRINT, _MAC_KEY, _PEPPER = "fingerprint", "mac.key", "draft.pepper"


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


def destroy(year: int) -> int:
    """Overwrite and remove the secret files; the fingerprint stays. Return how many there were."""
    return sum(shred(_folder(year) / name) for name in (_MAC_KEY, _PEPPER))


def _folder(year: int) -> Path:
    return Path(settings.HOME) / "keys" / str(year)
