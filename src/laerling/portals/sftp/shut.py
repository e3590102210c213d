"""Everything an SFTP client may ask for, refused.

asyncssh's own class answers from the server's file system. Here each of its operations is shut first; `Area` opens the
few that are meant. A test looks that none was forgotten, also when asyncssh gets new ones.
"""

from collections.abc import Callable
from typing import Any

from asyncssh import SFTPError, SFTPNoSuchFile, SFTPOpUnsupported, SFTPServer, SSHServerChannel

from laerling.portals.sftp.answers import asked, not_for_writing, refuse
from laerling.portals.sftp.visit import Visit


@asked
async def _forbidden(_self: "Shut", *_request: object) -> None:
    raise refuse(not_for_writing)


def _answering(answer: Callable[[str], SFTPError], sentence: str) -> Callable[..., Any]:
    async def operation(self: "Shut", *_request: object) -> None:
        self.visit.touch()
        raise answer(sentence)

    return operation


def _at_once(sentence: str) -> Callable[..., Any]:
    def operation(_self: "Shut", *_request: object) -> None:
        raise SFTPNoSuchFile(sentence)

    return operation


class Shut(SFTPServer):
    """An area where nothing can be done."""

    def __init__(self, channel: "SSHServerChannel[bytes]", visit: Visit) -> None:
        super().__init__(channel)
        self.visit = visit

    open: Any = _forbidden
    read: Any = _forbidden
    write: Any = _forbidden
    close: Any = _forbidden
    remove: Any = _forbidden
    rename: Any = _forbidden
    posix_rename: Any = _forbidden
    mkdir: Any = _forbidden
    rmdir: Any = _forbidden
    symlink: Any = _forbidden
    link: Any = _forbidden
    setstat: Any = _forbidden
    lsetstat: Any = _forbidden
    fsetstat: Any = _forbidden
    fsync: Any = _forbidden

    stat: Any = _answering(SFTPNoSuchFile, "No such file")
    lstat: Any = _answering(SFTPNoSuchFile, "No such file")
    fstat: Any = _answering(SFTPNoSuchFile, "No such file")
    readlink: Any = _answering(SFTPNoSuchFile, "No such link")
    # Version 3 is spoken, as OpenSSH does; the area is no disk with room left on it.
    open56: Any = _answering(SFTPOpUnsupported, "Not supported")
    statvfs: Any = _answering(SFTPOpUnsupported, "Not supported")
    fstatvfs: Any = _answering(SFTPOpUnsupported, "Not supported")
    lock: Any = _answering(SFTPOpUnsupported, "Not supported")
    unlock: Any = _answering(SFTPOpUnsupported, "Not supported")

    scandir: Any = _at_once("No such folder")
    # No path of the area is one of the server's, nor the other way.
    map_path: Any = _at_once("No such path")
    reverse_map_path: Any = _at_once("No such path")
    realpath: Any = _at_once("No such path")

    def format_user(self, _uid: int | None) -> str:
        """Return the county's user name for long listings: the server has no users of its own to show."""
        return self.visit.user

    def format_group(self, _gid: int | None) -> str:
        """Return the same: there are no groups."""
        return self.visit.user
