"""The server as a process of its own: its role, its end, and a database that goes away and comes back."""

import os
import re
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress

import pytest
from django.conf import global_settings
from django.conf import settings as django_settings
from django.db import connection
from tests.portals.sftp.conftest import Sftp

from laerling.access.keys import host_key
from laerling.register.receipts.models import CorrectionReceipt

pytestmark = pytest.mark.django_db(transaction=True)


class Way:
    """A way to the database that can be shut, with everybody on it."""

    def __init__(self, to: int) -> None:
        self.to, self.is_open, self._pairs = to, True, []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        with suppress(OSError, ValueError):
            while True:
                ready = select.select([self._door, *(one for pair in self._pairs for one in pair)], [], [], 0.1)[0]
                for one in ready:
                    self._take() if one is self._door else self._carry(one)

    def _take(self):
        client, _address = self._door.accept()
        if not self.is_open:
            client.close()
            return
        self._pairs.append((client, socket.create_connection(("127.0.0.1", self.to))))

    def _carry(self, one):
        pair = next((pair for pair in self._pairs if one in pair), None)
        if pair is None:
            return
        other = pair[1] if one is pair[0] else pair[0]
        try:
            data = one.recv(65536)
        except OSError:
            data = b""
        if data:
            other.sendall(data)
        else:
            self._drop(pair)

    def _drop(self, pair):
        self._pairs.remove(pair)
        for one in pair:
            one.close()

    def shut(self):
        self.is_open = False
        for pair in tuple(self._pairs):
            for one in pair:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def close(self):
        self._door.close()
        self._thread.join(5)
        for pair in tuple(self._pairs):
            self._drop(pair)


@pytest.fixture
def vestland(password_of, settings):
    """A password hashed as the process, which knows nothing of the tests' settings, hashes."""
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    return password_of("46")


@pytest.fixture
def way(september):
    opened = Way(int(connection.settings_dict["PORT"]))
    yield opened
    opened.close()


@pytest.fixture
def process(way):
    """`./laerling sftp`, with the database at the end of a way that can be shut."""
    database = connection.settings_dict
    environment = {
        **os.environ,
        "LAERLING_HOME": str(django_settings.HOME),
        "LAERLING_SITE": "sftp",
        "LAERLING_DEMO": "1",
        "DATABASE_URL": f"postgresql://{database['USER']}:{database['PASSWORD']}@127.0.0.1:{way.port}/{database['NAME']}",
        "PYTHONUNBUFFERED": "1",
    }
    log = django_settings.HOME / "sftp.log"
    with log.open("wb") as file:
        running = subprocess.Popen(
            [sys.executable, "-m", "laerling", "sftp", "--port", "0"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    running.log = log
    deadline = time.monotonic() + 30
    while not (said := re.search(r"port (\d+)", log.read_text())):
        assert running.poll() is None, log.read_text()
        assert time.monotonic() < deadline
        time.sleep(0.1)
    running.port = int(said[1])
    yield running
    running.kill()
    running.wait()


@pytest.fixture
def sftp(process, tmp_path):
    folder = tmp_path / "client"
    folder.mkdir()
    public = host_key(django_settings.HOME).export_public_key().decode().strip()
    (tmp_path / "known_hosts").write_text(f"[127.0.0.1]:{process.port} {public}\n")
    client = Sftp(folder, process.port, tmp_path / "known_hosts")
    yield client
    client.quits()


def test_process_reads_lists_keeps_receipts_and_may_do_nothing_else(sftp, process, vestland, lists_drawn):
    (sftp.folder / "a.txt").write_text("rettet")
    lines = ("get lister/*", "get feil/*", "get LES-MEG.txt", "put a.txt kvitteringer/", "ls -l kvitteringer")
    got = sftp("fylke46", *lines, password=vestland)
    assert (got.code, got.err) == (0, "")
    assert "Vera Nr" in (sftp.folder / "utvalg-2026-forelopig.csv").read_text()
    assert CorrectionReceipt.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert cursor.fetchone()[0] <= 5
    assert [word for word in ("fylke46", vestland, "a.txt", "Vera") if word in process.log.read_text()] == []


def test_process_ends_cleanly_with_somebody_inside(sftp, process, vestland):
    client = sftp.stays("fylke46", password=vestland)
    client.stdin.write("ls\n")
    client.stdin.flush()
    while "LES-MEG.txt" not in client.stdout.readline():
        pass
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    assert "Traceback" not in process.log.read_text()


def test_database_that_is_away_is_told_of_and_found_again(sftp, process, way, vestland):
    (sftp.folder / "a.txt").write_text("x")
    client = sftp.stays("fylke46", password=vestland)
    client.stdin.write("ls\n")
    client.stdin.flush()
    while "LES-MEG.txt" not in client.stdout.readline():
        pass

    way.shut()
    away = sftp("fylke46", "ls", password=vestland)
    assert away.code == 255
    assert "The database is away. Try again in a few minutes." in away.err
    client.stdin.write("ls\nput a.txt kvitteringer/\n")
    client.stdin.flush()
    said = ""
    while said.count("ailure") < 2:
        line = client.stdout.readline()
        assert line, said
        said += line
    assert "Serveren når ikke databasen sin akkurat nå." in said

    way.is_open = True
    deadline = time.monotonic() + 20
    while (back := sftp("fylke46", "ls", password=vestland)).code != 0:
        assert time.monotonic() < deadline, back
        time.sleep(0.5)
    out, _err = client.communicate("put a.txt kvitteringer/\nls kvitteringer\n", timeout=20)
    assert "a.txt" in out.rpartition("ls kvitteringer")[2]
    assert process.poll() is None
    log = process.log.read_text()
    assert "the database is away" in log
    assert "Traceback" not in log


def test_place_that_cannot_be_listened_on_is_told_in_one_sentence(september):
    database = connection.settings_dict
    url = f"postgresql://{database['USER']}:{database['PASSWORD']}@127.0.0.1:{database['PORT']}/{database['NAME']}"
    home = {"LAERLING_HOME": str(django_settings.HOME), "LAERLING_SITE": "sftp", "DATABASE_URL": url}
    with socket.create_server(("127.0.0.1", 0)) as taken:
        for port in (str(taken.getsockname()[1]), "99999"):
            ran = subprocess.run(
                [sys.executable, "-m", "laerling", "sftp", "--port", port],
                env={**os.environ, **home},
                capture_output=True,
                text=True,
                check=False,
                timeout=30,
            )
            assert ran.returncode == 1
            assert ran.stderr.startswith(f"Ingenting kan lytte på port {port} på 127.0.0.1: ")
            assert len(ran.stderr.splitlines()) == 1
