"""A server of the counties' areas on loopback, and the sftp program of OpenSSH to try it with."""

import asyncio
import os
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from tests.register.conftest import File

from laerling.access import actions as access
from laerling.access.keys import host_key
from laerling.access.queries import county_scope
from laerling.kernel import clock
from laerling.portals.sftp import serving
from laerling.register.actions import import_file
from laerling.sample import actions as sample

VESTLAND, OSLO = "46", "03"
SENTENCE_SECONDS = 30


@dataclass(frozen=True)
class Said:
    """What a run of the sftp program said, and how it ended."""

    out: str
    err: str
    code: int


class Sftp:
    """The stock client: it asks with a password or a key, and does the lines of a batch."""

    def __init__(self, folder: Path, port: int, known_hosts: Path) -> None:
        self.folder, self.port, self.known_hosts = folder, port, known_hosts
        self.clients = []
        self.asks = folder / "askpass"
        self.asks.write_text('#!/bin/sh\nprintf "%s\\n" "$AREA_PASSWORD"\n')
        self.asks.chmod(0o700)

    def command(self, user, *, key=None, options=()):
        # -b would forbid passwords; a batch on standard input goes on after a line that fails.
        chosen = ("-i", str(key), "-o", "IdentitiesOnly=yes", "-o", "PreferredAuthentications=publickey") if key else ()
        none = () if key else ("-o", "PubkeyAuthentication=no")
        return [
            *("sftp", "-F", "none", "-P", str(self.port), "-o", f"UserKnownHostsFile={self.known_hosts}"),
            *("-o", "StrictHostKeyChecking=yes", "-o", "NumberOfPasswordPrompts=1", *chosen, *none, *options),
            f"{user}@127.0.0.1",
        ]

    def environment(self, password):
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "SSH_ASKPASS": str(self.asks),
            "SSH_ASKPASS_REQUIRE": "force",
            "AREA_PASSWORD": password,
            "LC_ALL": "C.UTF-8",
        }

    def __call__(self, user, *lines, password="", key=None, options=(), seconds=SENTENCE_SECONDS):
        ran = subprocess.run(
            self.command(user, key=key, options=options),
            input="".join(f"{line}\n" for line in lines),
            env=self.environment(password),
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        return Said(ran.stdout, ran.stderr.replace("Connected to 127.0.0.1.\n", ""), ran.returncode)

    def stays(self, user, *, password="", key=None):
        """Begin a session that stays open; lines are written to its standard input."""
        client = subprocess.Popen(
            self.command(user, key=key),
            env=self.environment(password),
            cwd=self.folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.clients.append(client)
        return client

    def quits(self):
        """End every session that stayed open."""
        for client in self.clients:
            client.kill()
            client.communicate()
        self.clients.clear()


class Server:
    """The real server, in a thread of its own with a loop of its own."""

    def __init__(self, home: Path) -> None:
        self.areas = None
        self.port = 0
        self._home, self._ready = home, threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    async def _serve(self):
        self._loop, self._end, self.areas = asyncio.get_running_loop(), asyncio.Event(), serving.Areas()
        acceptor = await serving.listen(self.areas, home=self._home, host="127.0.0.1", port=0)
        self.port = acceptor.get_port()
        self._ready.set()
        try:
            await serving.watch(self.areas, self._end)
        finally:
            acceptor.close()
            self.areas.hang_up("end of test")
            await acceptor.wait_closed()
            self.areas.desk.close()

    @property
    def n_in(self):
        """How many are signed in."""
        return len(self.areas._seated)

    def start(self):
        self._thread.start()
        assert self._ready.wait(10)

    def stop(self):
        if not self._thread.is_alive():
            return
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(20)
        assert not self._thread.is_alive()


@pytest.fixture
def september(transactional_db, settings, tmp_path):
    """The middle of the counties' quality check."""
    settings.HOME, settings.DEMO = tmp_path / "home", True
    settings.HOME.mkdir()
    moment = clock.oslo_instant(clock.date(2026, 9, 10)).replace(hour=8)
    clock.set_demo_clock(moment)
    return moment


@pytest.fixture
def server(september, socket_enabled=None):
    running = Server(django_settings.HOME)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def known_hosts(server, tmp_path):
    public = host_key(django_settings.HOME).export_public_key().decode().strip()
    file = tmp_path / "known_hosts"
    file.write_text(f"[127.0.0.1]:{server.port} {public}\n")
    return file


@pytest.fixture
def sftp(server, known_hosts, tmp_path):
    folder = tmp_path / "client"
    folder.mkdir()
    client = Sftp(folder, server.port, known_hosts)
    yield client
    client.quits()


@pytest.fixture
def password_of(september, by, now):
    """Make a county's password: password_of("46")."""

    def make(county, written_form="nb"):
        return access.make_area_password(scope=county_scope(county), written_form=written_form, by=by, now=now)

    return make


@pytest.fixture
def vestland(password_of):
    return password_of(VESTLAND)


@pytest.fixture
def key_of(september, by, now, tmp_path):
    """Make a key pair, let it into a county's area, and return the private half's file."""

    def make(county, kind="ed25519", name="id"):
        file = tmp_path / f"{name}-{kind}"
        subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", "Kari sin maskin", "-f", file], check=True)
        access.add_area_key(
            scope=county_scope(county), public=Path(f"{file}.pub").read_text(), label="maskin", by=by, now=now
        )
        return file

    return make


@pytest.fixture
def lists_drawn(september, cases, by, now):
    """The case files taken in for two counties, some of it nasty, and the preliminary list drawn."""
    vigo = File((cases / "vigo.csv").read_bytes())
    for number in range(len(vigo.rows)):
        vigo.set(number, "Avgiverfylke", VESTLAND if number % 2 else OSLO)
        vigo.set(number, "Navn", f"{'Vera' if number % 2 else 'Odd'} Nr{number:03}")
        vigo.set(number, "Telledato", "01.09.2026")
    files = {name: (cases / f"{name}.csv").read_bytes() for name in ("nor", "nlr")} | {"vigo": vigo.content()}
    for register, content in files.items():
        import_file(
            content=__import__("io").BytesIO(content),
            filename=f"{register}.csv",
            register=register,
            round_year=2026,
            stage="preliminary",
            by=by,
            now=september,
        )
    sample.draw(round_year=2026, stage="preliminary", by=by, now=september)
    return vigo
