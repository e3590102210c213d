"""Where a path of the area leads. Pure: there is no disk behind it, so nothing outside can be named."""

import posixpath
from dataclasses import dataclass
from typing import Final, Literal

from laerling.portals.sftp.files import FOLDERS, RECEIPTS

_LONGEST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the area: the root, a folder, a file of ours, a receipt, or nowhere. `path` has no slash in front."""

    kind: Literal["root", "folder", "file", "receipt", "nowhere"]
    path: str = ""

    @property
    def name(self) -> str:
        """The last part of the path."""
        return posixpath.basename(self.path)


def normal(path: bytes) -> bytes:
    """Return a path without "." and "..", seen from the root: above the root lies the root."""
    return posixpath.normpath(posixpath.join(b"/", path)).replace(b"//", b"/")


def place(path: bytes) -> Place:
    """Return where a path leads. What cannot be read as UTF-8, or lies deeper than anything of ours, is nowhere."""
    try:
        parts = tuple(part for part in normal(path).decode("utf-8").split("/") if part)
    except UnicodeDecodeError:
        return Place("nowhere")
    return _place(parts) if len(path) <= _LONGEST else Place("nowhere")


def _place(parts: tuple[str, ...]) -> Place:
    match parts:
        case ():
            return Place("root")
        case (folder,) if folder in FOLDERS:
            return Place("folder", folder)
        case (folder, _) if folder == RECEIPTS:
            return Place("receipt", "/".join(parts))
        case (_,) | (_, _):
            return Place("file", "/".join(parts))
    return Place("nowhere")
