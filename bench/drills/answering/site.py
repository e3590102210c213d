"""The answering site as deployed: granian, its own environment and database role, workers that come again."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import Final, Self

from drills.answering.phone import HOST, NoAnswer, Phone

_READY_SECONDS: Final = 60.0
_OK: Final = 200


class Site:
    """Two workers with four threads each, on a port of its own. Its log lies in the home.

    Supervised: granian starts workers again that end, but gives up when one ends twice within seconds.
    """

    def __init__(self, home: Path, *, workers: int = 2) -> None:
        self.port = _free_port()
        self.log = home / "answering-site.log"
        self.n_restarts = 0
        self._command = [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(self.port)),
            *("--workers", str(workers), "--blocking-threads", "4", "--respawn-failed-workers"),
            *("--http", "1", "--no-ws", "--log-level", "error", "laerling.config.wsgi:application"),
        ]
        self._over = Event()
        self._supervisor = Thread(target=self._supervise)
        self._running = self._launch()

    def __enter__(self) -> Self:
        """Wait until it answers."""
        deadline = time.monotonic() + _READY_SECONDS
        while not self.answers():
            if time.monotonic() > deadline or self._running.poll() is not None:
                self._end()
                raise RuntimeError(f"The answering site did not start:\n{self.log.read_text()[-2000:]}")
            time.sleep(0.05)
        self._supervisor.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        """End it."""
        self._over.set()
        self._supervisor.join()
        self._running.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._running.wait(timeout=8)
        self._end()

    def kill(self) -> None:
        """Kill all of it with -9."""
        with suppress(ProcessLookupError):
            os.killpg(self._running.pid, signal.SIGKILL)

    def kill_worker(self) -> None:
        """Kill the worker that has lived longest with -9."""
        oldest = min(children(self._running.pid), default=None)
        if oldest is not None:
            with suppress(ProcessLookupError):
                os.kill(oldest, signal.SIGKILL)

    def _launch(self) -> "subprocess.Popen[bytes]":
        environment = {**os.environ, "LAERLING_SITE": "answering", "DJANGO_SETTINGS_MODULE": "laerling.config.settings"}
        with self.log.open("ab") as log:
            return subprocess.Popen(self._command, env=environment, stdout=log, stderr=log, start_new_session=True)

    def _supervise(self) -> None:
        while not self._over.wait(0.1):
            if self._running.poll() is not None:
                self._end()
                self._running = self._launch()
                self.n_restarts += 1

    def _end(self) -> None:
        """Leave nothing of it: a worker that outlives granian would keep the port."""
        self.kill()
        self._running.wait()

    def answers(self, path: str = "/helse") -> bool:
        """Return whether a page comes."""
        phone = Phone(self.port, timeout=5)
        try:
            return phone.get(path)[0] == _OK
        except NoAnswer:
            return False
        finally:
            phone.close()


def children(pid: int) -> list[int]:
    """Return the ids of a process's own children."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(int(status.parent.name))
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
