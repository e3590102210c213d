"""The answering site as deployed: granian, its own environment and database role, workers that come again."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from drills.answering.phone import HOST, NoAnswer, Phone

_READY_SECONDS: Final = 60.0
_OK: Final = 200


class Site:
    """Two workers with four threads each, on a port of its own. Its log lies in the home."""

    def __init__(self, home: Path, *, workers: int = 2) -> None:
        self.port = _free_port()
        self.log = home / "answering-site.log"
        self._command = [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(self.port)),
            *("--workers", str(workers), "--blocking-threads", "4", "--respawn-failed-workers"),
            *("--http", "1", "--no-ws", "--log-level", "error", "laerling.config.wsgi:application"),
        ]
        self._running: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Site":
        """Start it, and wait until it answers."""
        self.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        """End it."""
        if self._running:
            self._running.terminate()
            try:
                self._running.wait(timeout=8)
            except subprocess.TimeoutExpired:
                self._running.kill()
                self._running.wait()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        environment = {**os.environ, "LAERLING_SITE": "answering", "DJANGO_SETTINGS_MODULE": "laerling.config.settings"}
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(self._command, env=environment, stdout=log, stderr=log)
        deadline = time.monotonic() + _READY_SECONDS
        while not self.answers():
            if time.monotonic() > deadline or self._running.poll() is not None:
                raise RuntimeError(f"The answering site did not start:\n{self.log.read_text()[-2000:]}")
            time.sleep(0.05)

    def answers(self, path: str = "/helse") -> bool:
        """Return whether a page comes."""
        phone = Phone(self.port, timeout=5)
        try:
            return phone.get(path)[0] == _OK
        except NoAnswer:
            return False
        finally:
            phone.close()

    def workers(self) -> list[int]:
        """Return the workers' process ids."""
        return children(self._running.pid) if self._running else []


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
