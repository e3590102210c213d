"""One county's area as an SFTP client sees it: lists and findings to read, a folder to drop receipts in, nothing else.

Nothing here touches a disk, and what is not answered here is refused by `Shut`.
"""

import stat
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Final

from asyncssh import (
    FXF_APPEND,
    FXF_CREAT,
    FXF_READ,
    FXF_TRUNC,
    FXF_WRITE,
    SFTPAttrs,
    SFTPInvalidHandle,
    SFTPName,
    SFTPNoSuchFile,
    SSHServerChannel,
)
from django.utils.translation import gettext_lazy as _

from laerling.portals.sftp.answers import asked, not_for_writing, refuse
from laerling.portals.sftp.files import FOLDERS, RECEIPTS, AreaFile
from laerling.portals.sftp.paths import Place, normal, place
from laerling.portals.sftp.shut import Shut
from laerling.portals.sftp.visit import Fetched, Handed, Visit

_DIRECTORY: Final = stat.S_IFDIR | 0o555
_DROP: Final = stat.S_IFDIR | 0o733
_READABLE: Final = stat.S_IFREG | 0o444
_SHUT: Final = stat.S_IFREG | 0o200
_CHANGES: Final = FXF_WRITE | FXF_APPEND | FXF_CREAT | FXF_TRUNC
_LONGEST_READ: Final = 256 * 1024


class Area(Shut):
    """The answers to one client's requests. asyncssh asks one after the other."""

    def __init__(self, channel: SSHServerChannel[bytes], visit: Visit) -> None:
        super().__init__(channel, visit)

    # --- looking around

    def realpath(self, path: bytes) -> bytes:
        """Return the path seen from the area's root."""
        return normal(path)

    @asked
    async def stat(self, path: bytes) -> SFTPAttrs:
        """Tell what a path is, and how large."""
        where = place(path)
        match where.kind:
            case "root" | "folder":
                return _folder(where.path)
            case "receipt":
                return await self._receipt(where)
            case "file":
                content, changed_at = await self.visit.content(where.path)
                return _file(len(content), changed_at)
        raise SFTPNoSuchFile("No such file")

    lstat = stat

    def scandir(self, path: bytes) -> AsyncIterator[SFTPName]:
        """Return what lies in a folder. Receipts are listed by name and size."""
        where = place(path)
        if where.kind not in {"root", "folder"}:
            raise SFTPNoSuchFile("No such folder")
        self.visit.count_folder()
        return self._entries(where.path)

    async def _entries(self, folder: str) -> AsyncIterator[SFTPName]:
        for name, attrs in await self._listed(folder):
            yield SFTPName(name.encode(), attrs=attrs)

    @asked
    async def _listed(self, folder: str) -> list[tuple[str, SFTPAttrs]]:
        dots = [(".", _folder(folder)), ("..", _folder(""))]
        if folder == RECEIPTS:
            return dots + [(row.name, _receipt(row.n_bytes, row.received_at)) for row in await self.visit.receipts()]
        found = await self.visit.files()
        here = [path for path in found if path.rpartition("/")[0] == folder]
        folders = [(name, _folder(name)) for name in FOLDERS] if not folder else []
        return dots + folders + [(path.rpartition("/")[2], await self._sized(path, found[path])) for path in here]

    async def _sized(self, path: str, file: AreaFile) -> SFTPAttrs:
        content, changed_at = await self.visit.content(path, file)
        return _file(len(content), changed_at)

    async def _receipt(self, where: Place) -> SFTPAttrs:
        row = await self.visit.receipt(where.name)
        if row is None:
            raise SFTPNoSuchFile("No such file")
        return _receipt(row.n_bytes, row.received_at)

    # --- fetching and handing in

    @asked
    async def open(self, path: bytes, pflags: int, _attrs: SFTPAttrs) -> Fetched | Handed:
        """Open a file of ours to be read, or a new receipt to be written."""
        where = place(path)
        if pflags & _CHANGES:
            if where.kind != "receipt" or pflags & FXF_READ:
                raise refuse(not_for_writing)
            return await self.visit.begin(where.name)
        if where.kind == "receipt" and await self.visit.receipt(where.name) is not None:
            raise refuse(_("Receipts cannot be read back here. They stand on the area's page in the portal."))
        if where.kind != "file":
            raise SFTPNoSuchFile("No such file")
        return await self.visit.fetch(where.path)

    @asked
    async def read(self, file_obj: object, offset: int, size: int) -> bytes:
        """Return a piece of an open file; a short piece where more was asked for than is given at a time."""
        if not isinstance(file_obj, Fetched):
            raise refuse(not_for_writing)
        return file_obj.content[offset : offset + min(size, _LONGEST_READ)]

    @asked
    async def write(self, file_obj: object, offset: int, data: bytes) -> int:
        """Take a piece of a receipt; pieces come one after the other, from the start."""
        if not isinstance(file_obj, Handed):
            raise refuse(not_for_writing)
        return file_obj.take(offset, data)

    @asked
    async def close(self, file_obj: object) -> None:
        """Close a file. A receipt is kept now, whole; one whose sender has gone is not."""
        if isinstance(file_obj, Handed):
            await self.visit.finish(file_obj)

    @asked
    async def fstat(self, file_obj: object) -> SFTPAttrs:
        """Tell how large an open file is."""
        if isinstance(file_obj, Handed):
            return _receipt(len(file_obj.content), None)
        if isinstance(file_obj, Fetched):
            return _file(len(file_obj.content), file_obj.changed_at)
        raise SFTPInvalidHandle("No such file")

    # --- what programs do after a file is sent: harmless on one's own new receipt, refused on everything else

    @asked
    async def fsetstat(self, file_obj: object, _attrs: SFTPAttrs) -> None:
        """Pass over times and rights set on a receipt under way."""
        if not isinstance(file_obj, Handed):
            raise refuse(not_for_writing)

    @asked
    async def setstat(self, path: bytes, _attrs: SFTPAttrs) -> None:
        """Pass over times and rights set on a receipt that was handed in a moment ago."""
        where = place(path)
        if where.kind != "receipt" or not self.visit.has_handed_in(where.name):
            raise refuse(not_for_writing)

    lsetstat = setstat

    @asked
    async def rename(self, oldpath: bytes, newpath: bytes) -> None:
        """Pass over the ending ".filepart" that WinSCP takes away; nothing else gets another name."""
        old, new = place(oldpath), place(newpath)
        if old.kind != "receipt" or new.kind != "receipt" or not self.visit.is_same_receipt(old.name, new.name):
            raise refuse(not_for_writing)

    posix_rename = rename

    @asked
    async def fsync(self, _file_obj: object) -> None:
        """Do nothing: a receipt is kept when it is closed."""

    async def exit(self) -> None:
        """Write down what was done; what was under way is gone."""
        await self.visit.end()


def _folder(path: str) -> SFTPAttrs:
    return SFTPAttrs(size=0, uid=0, gid=0, permissions=_DROP if path == RECEIPTS else _DIRECTORY)


def _file(size: int, changed_at: datetime | None) -> SFTPAttrs:
    return _attrs(size, _READABLE, changed_at)


def _receipt(size: int, received_at: datetime | None) -> SFTPAttrs:
    return _attrs(size, _SHUT, received_at)


def _attrs(size: int, permissions: int, at: datetime | None) -> SFTPAttrs:
    attrs = SFTPAttrs(size=size, uid=0, gid=0, permissions=permissions)
    if at is not None:
        attrs.atime = attrs.mtime = int(at.timestamp())
    return attrs
