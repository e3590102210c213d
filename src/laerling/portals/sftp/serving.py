"""The server of the counties' areas: its limits, who is in, and ending whoever may no longer be."""

import asyncio
import logging
import signal
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import asyncssh
from asyncssh.constants import DISC_BY_APPLICATION
from asyncssh.kex import get_kex_algs
from django.db import DatabaseError

from laerling.access import actions as access
from laerling.access import queries as entries
from laerling.access.keys import host_key
from laerling.kernel import clock
from laerling.kernel.types import Actor
from laerling.organisations import queries as organisations
from laerling.portals.sftp.desk import Desk
from laerling.portals.sftp.door import AreaDoor
from laerling.portals.sftp.shelf import Shelf
from laerling.portals.sftp.throttle import Throttle

logger = logging.getLogger(__name__)

LOGIN_SECONDS: Final = 30
IDLE_SECONDS: Final = 600
MOST_SESSIONS_A_COUNTY: Final = 4
MOST_SESSIONS: Final = 40
# Those who have connected and not signed in; per place so that one cannot take all the places.
MOST_WAITING, MOST_WAITING_FROM_ONE_PLACE = 60, 10
_LOOK_EVERY: Final = 1.0
_NOTE_EVERY: Final = 60.0
_LAST_WORDS_SECONDS: Final = 3.0
_SYSTEM: Final = Actor("system", "sftp")

# What OpenSSH, WinSCP and FileZilla of these years speak; nothing with SHA-1, CBC or a group of less than 2048 bits.
_KEY_EXCHANGES: Final = (
    *("mlkem768x25519-sha256", "curve25519-sha256", "curve25519-sha256@libssh.org"),
    *("ecdh-sha2-nistp256", "ecdh-sha2-nistp384", "ecdh-sha2-nistp521"),
)
_CIPHERS: Final = (
    *("chacha20-poly1305@openssh.com", "aes256-gcm@openssh.com", "aes128-gcm@openssh.com"),
    *("aes256-ctr", "aes128-ctr"),
)
_MACS: Final = ("hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512")
_SIGNATURES: Final = (
    *("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"),
    *("rsa-sha2-512", "rsa-sha2-256"),
)


class Areas:
    """The running server's own state. It is used from the loop's one thread only."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.shelf = Shelf()
        self.throttle = Throttle()
        self._waiting: set[AreaDoor] = set()
        self._seated: set[AreaDoor] = set()
        self._refused: Counter[tuple[str, str]] = Counter()

    # --- places

    def arrive(self, door: AreaDoor) -> bool:
        """Give a new connection a place among the waiting, and return whether there was one."""
        from_there = sum(other.address == door.address for other in self._waiting)
        if len(self._waiting) >= MOST_WAITING or from_there >= MOST_WAITING_FROM_ONE_PLACE:
            return False
        self._waiting.add(door)
        return True

    def seat(self, door: AreaDoor) -> bool:
        """Give a connection that has signed in a seat, and return whether there was one for its county."""
        self._waiting.discard(door)
        of_county = sum(_county(other) == _county(door) for other in self._seated)
        if len(self._seated) >= MOST_SESSIONS or of_county >= MOST_SESSIONS_A_COUNTY:
            return False
        self._seated.add(door)
        return True

    def leave(self, door: AreaDoor) -> None:
        """Take a connection's place or seat back."""
        self._waiting.discard(door)
        self._seated.discard(door)

    def hang_up(self, reason: str) -> None:
        """End every connection."""
        for door in (*self._waiting, *self._seated):
            door.hang_up(reason, DISC_BY_APPLICATION)

    # --- what is written down

    def count_refused(self, county_code: str, why: str) -> None:
        """Count somebody who was not let in; written down once a minute, so that a flood fills no table."""
        self._refused[(county_code, why)] += 1

    async def note_entered(self, door: AreaDoor, way: str) -> None:
        """Write down that a county came in, and how."""
        if door.entry:
            await self._note("entered", door.entry.county_code, by=Actor("system", f"area:{_county(door)}"), way=way)

    async def note_refused(self) -> None:
        """Write down how many were not let in since the last time, per county and reason."""
        refused, self._refused = self._refused, Counter()
        known = await self.desk.do(organisations.all_county_codes) if refused else frozenset()
        for (code, why), n in sorted(refused.items()):
            await self._note("refused", code if code in known else "", by=_SYSTEM, why=why, n=n)

    async def _note(self, happening: access.Happening, code: str, *, by: Actor, **details: str | int) -> None:
        await self.desk.do(lambda: access.note_area(happening, county_code=code, by=by, now=clock.now(), **details))

    # --- who may stay

    async def look_over(self) -> None:
        """End the sessions whose password or key is gone, and those nobody has been heard of in ten minutes."""
        now = asyncio.get_running_loop().time()
        for door in [one for one in self._seated if now - one.touched > IDLE_SECONDS]:
            door.hang_up("Nothing was asked for in ten minutes")
        credentials = {door.entry.credential for door in self._seated if door.entry}
        if credentials:
            still_in = await self.desk.do(entries.area_credentials, credentials)
            for door in [one for one in self._seated if one.entry and one.entry.credential in credentials - still_in]:
                door.hang_up("The password or key of this session has been taken away")


async def listen(areas: Areas, *, home: Path, host: str, port: int) -> asyncssh.SSHAcceptor:
    """Listen for clients, and return what listens. The server knows itself by a key of the home."""
    return await asyncssh.create_server(
        lambda: AreaDoor(areas),
        host,
        port,
        server_host_keys=[host_key(home)],
        server_version="Laerling",
        login_timeout=LOGIN_SECONDS,
        keepalive_interval=60,
        keepalive_count_max=3,
        kbdint_auth=False,
        host_based_auth=False,
        gss_host=None,
        x509_trusted_certs=None,
        encoding=None,
        line_editor=False,
        allow_pty=False,
        allow_scp=False,
        agent_forwarding=False,
        x11_forwarding=False,
        rdns_lookup=False,
        kex_algs=[name for name in _KEY_EXCHANGES if name.encode() in get_kex_algs()],
        encryption_algs=_CIPHERS,
        mac_algs=_MACS,
        signature_algs=_SIGNATURES,
        # Compression before the size is known is how small uploads become large ones.
        compression_algs=["none"],
    )


async def watch(areas: Areas, until: asyncio.Event) -> None:
    """Look over the sessions each second until the end; while the database is away nothing is ended."""
    loop = asyncio.get_running_loop()
    noted, was_away = loop.time(), False
    while not until.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(until.wait(), _LOOK_EVERY)
        try:
            await areas.look_over()
            if until.is_set() or loop.time() - noted > _NOTE_EVERY:
                noted = loop.time()
                await areas.note_refused()
        except DatabaseError:
            if not was_away:
                logger.warning("the database is away")
            was_away = True
        else:
            was_away = False


async def serve(*, home: Path, host: str, port: int, ready: Callable[[int], None]) -> None:
    """Serve until told to end (SIGTERM, Ctrl-C); `ready` is called with the port when clients can come."""
    areas, end = Areas(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, end.set)
    acceptor = await listen(areas, home=home, host=host, port=port)
    ready(acceptor.get_port())
    try:
        await watch(areas, end)
    finally:
        acceptor.close()
        areas.hang_up("The server is stopping. Come back in a minute")
        with suppress(TimeoutError):
            await asyncio.wait_for(acceptor.wait_closed(), _LAST_WORDS_SECONDS)
        areas.desk.close()


def _county(door: AreaDoor) -> str:
    return door.entry.county_code if door.entry else ""
