"""The door of the counties' areas: who is let in, by password or key, and nothing but the sftp subsystem behind it.

Unknown user names, closed areas and wrong passwords look alike and take alike long. Nothing here writes down a user
name that was tried or an address it came from.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, cast

from asyncssh import SFTPServer, SSHKey, SSHServer, SSHServerChannel, SSHServerConnection
from asyncssh.channel import SSHChannel
from asyncssh.constants import (
    DISC_NO_MORE_AUTH_METHODS_AVAILABLE,
    DISC_SERVICE_NOT_AVAILABLE,
    DISC_TOO_MANY_CONNECTIONS,
)
from asyncssh.stream import SSHServerStreamSession
from django.db import InterfaceError, OperationalError
from django.utils import translation
from django.utils.translation import gettext as _

from laerling.access import queries as entries
from laerling.access.queries import AreaEntry
from laerling.access.rules import county_of_user
from laerling.portals.sftp.area import Area
from laerling.portals.sftp.throttle import Key, network
from laerling.portals.sftp.visit import Visit

if TYPE_CHECKING:
    from laerling.portals.sftp.serving import Areas

logger = logging.getLogger(__name__)
Question = Callable[..., AreaEntry | None]

# As OpenSSH's own server: three passwords, and as many keys as somebody's agent may hold, before one must connect anew.
_MOST_PASSWORDS: Final = 3
_MOST_KEYS: Final = 20
_MOST_SESSIONS: Final = 4
_AWAY: Final = "The database is away. Try again in a few minutes."


class AreaSession(SSHServerStreamSession[bytes]):
    """A channel on which nothing but sftp may be asked for, and which knows when the other side has gone."""

    def __init__(self, door: "AreaDoor") -> None:
        super().__init__(None, sftp_factory=self._area, sftp_version=3, allow_scp=False)
        self._door = door
        self._visit: Visit | None = None

    def _area(self, channel: SSHChannel[bytes]) -> SFTPServer:
        self._visit = self._door.visit()
        return Area(cast("SSHServerChannel[bytes]", channel), self._visit)

    def eof_received(self) -> bool:
        """Note that the client says no more: whoever closed a file in earnest waits for the answer first."""
        if self._visit:
            self._visit.is_cut_off = True
        return super().eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that the connection is gone: a receipt under way is not whole."""
        if self._visit:
            self._visit.is_cut_off = True
        super().connection_lost(exc)


class AreaDoor(SSHServer):
    """One connection, from its first byte to its last."""

    def __init__(self, areas: "Areas") -> None:
        self.entry: AreaEntry | None = None
        self._areas = areas
        self._user = self._way = ""
        self._since = asyncio.get_running_loop().time()
        self._n_passwords = self._n_keys = self._n_sessions = 0
        self._visits: list[Visit] = []
        self._is_in = False
        self._wrong_key_for: str | None = None

    # --- the connection

    def connection_made(self, conn: SSHServerConnection) -> None:
        """Take a place among those who have not signed in yet, or hang up where none is left."""
        self.connection = conn
        self.address = network(str(conn.get_extra_info("peername")[0]))
        if not self._areas.arrive(self):
            conn.abort()

    def connection_lost(self, _exc: Exception | None) -> None:
        """Give the place back. Whoever only had unknown keys is counted now: an agent offers one after the other."""
        self._areas.leave(self)
        if self._wrong_key_for is not None and not self._is_in and not self._n_passwords:
            self._areas.count_refused(self._wrong_key_for, "key")

    def hang_up(self, reason: str, code: int = DISC_NO_MORE_AUTH_METHODS_AVAILABLE) -> None:
        """End the connection, whatever is under way."""
        for visit in self._visits:
            visit.is_cut_off = True
        self.connection.disconnect(code, reason)

    @property
    def touched(self) -> float:
        """When the client last asked for something, on the loop's clock."""
        return max((visit.touched for visit in self._visits), default=self._since)

    # --- who it is

    def begin_auth(self, _username: str) -> bool:
        """Ask everybody for a password or key."""
        return True

    def password_auth_supported(self) -> bool:
        """Take passwords."""
        return True

    def public_key_auth_supported(self) -> bool:
        """Take keys."""
        return True

    def kbdint_auth_supported(self) -> bool:
        """Take no answers to questions: the password has one way in, where it is counted."""
        return False

    async def validate_password(self, username: str, password: str) -> bool:
        """Look at a password, unless this user name has been tried too often from this place."""
        self._n_passwords += 1
        if self._n_passwords > _MOST_PASSWORDS:
            self.hang_up("Too many wrong passwords")
            return False
        key: Key = (county_of_user(username), self.address)
        now = asyncio.get_running_loop().time()
        wait = self._areas.throttle.wait(key, now)
        if wait:
            self._areas.count_refused(key[0], "waiting")
            self._say_wait(wait)
            return False
        self._areas.throttle.count(key, now)
        entry = await self._look_up(entries.area_entry_by_password, username, password, key=key)
        if entry is None:
            self._areas.count_refused(key[0], "password")
            return False
        self._areas.throttle.forget(key)
        return self._recognise(entry, username, "password")

    async def validate_public_key(self, username: str, key: SSHKey) -> bool:
        """Look at a key. Wrong passwords from the same place do not matter to it."""
        self._n_keys += 1
        if self._n_keys > _MOST_KEYS:
            self.hang_up("Too many keys")
            return False
        entry = await self._look_up(entries.area_entry_by_key, username, key.get_fingerprint())
        if entry is None:
            self._wrong_key_for = county_of_user(username)
            return False
        return self._recognise(entry, username, "key")

    async def auth_completed(self) -> None:
        """Take a seat for the county, or say that all are taken; write down that somebody came in."""
        entry = self.entry
        if entry is None or self.connection.get_extra_info("username") != self._user:
            self.hang_up("Not signed in")
            return
        if not self._areas.seat(self):
            self._areas.count_refused(entry.county_code, "sessions")
            self.hang_up("Too many sessions at once", DISC_TOO_MANY_CONNECTIONS)
            return
        self._is_in = True
        await self._areas.note_entered(self, self._way)

    # --- what may be asked for

    def session_requested(self) -> "AreaSession | bool":
        """Open a channel for sftp to whoever has a seat."""
        self._n_sessions += 1
        return AreaSession(self) if self._is_in and self._n_sessions <= _MOST_SESSIONS else False

    def visit(self) -> Visit:
        """Begin a visit to the area of the county that signed in."""
        if self.entry is None:
            raise PermissionError
        version = str(self.connection.get_extra_info("client_version"))
        visit = Visit(
            self.entry,
            desk=self._areas.desk,
            shelf=self._areas.shelf,
            end_session=self.hang_up,
            shows_codes_only="OpenSSH" in version,
        )
        self._visits.append(visit)
        return visit

    def _recognise(self, entry: AreaEntry, user: str, way: str) -> bool:
        self.entry, self._user, self._way = entry, user, way
        return True

    async def _look_up(self, question: Question, *arguments: str, key: Key | None = None) -> AreaEntry | None:
        """Ask the database who this is; while it is away nobody is told that a password is wrong."""
        try:
            return await self._areas.desk.do(question, *arguments)
        except (OperationalError, InterfaceError):
            logger.warning("nobody can sign in: the database is away")
            if key:
                self._areas.throttle.forget(key)
            self.hang_up(_AWAY, DISC_SERVICE_NOT_AVAILABLE)
            return None

    def _say_wait(self, seconds: float) -> None:
        """Tell how long to wait, before anybody has signed in: in bokmål, whatever user name was written."""
        with translation.override("nb"):
            minutes = max(1, round(seconds / 60))
            sentence = _("Too many wrong passwords from here. Wait %(minutes)s min and try again. Keys still work.")
            self.connection.send_auth_banner(sentence % {"minutes": minutes} + "\r\n")
