"""Which demo runs in a home: one at a time, told by a lock that the system lets go of when its process ends."""

import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

_LOCK: Final = "demo.pid"
_STOPPED: Final = "demo.stopped"
_STOP_SECONDS: Final = 30.0


class AlreadyRunning(RuntimeError):
    """A demo runs in this home already."""


@dataclass(frozen=True, slots=True)
class Running:
    """The process that keeps a demo alive, and the staff site's port."""

    pid: int
    port: int


@contextmanager
def held(home: Path, *, port: int) -> Iterator[None]:
    """Be the one demo of this home for as long as the block lasts. Raises AlreadyRunning."""
    with (home / _LOCK).open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            message = f"A demo already runs in {home}. End it with ./demo --stop."
            raise AlreadyRunning(message) from fault
        file.truncate(0)
        file.write(json.dumps(asdict(Running(os.getpid(), port))))
        file.flush()
        yield
        file.truncate(0)


def find(home: Path) -> Running | None:
    """Return the demo that runs in this home, or None."""
    path = home / _LOCK
    if not path.exists():
        return None
    with path.open("r") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            content = file.read()
            return Running(**json.loads(content)) if content else None
        return None


def stop(home: Path) -> bool:
    """End the demo of this home, and return whether there was one. Raises TimeoutError if it will not end."""
    running = find(home)
    if running is None:
        return False
    os.kill(running.pid, signal.SIGTERM)
    deadline = time.monotonic() + _STOP_SECONDS
    while find(home) is not None:
        if time.monotonic() > deadline:
            message = f"The demo in {home} (process {running.pid}) did not end within {_STOP_SECONDS:.0f} seconds."
            raise TimeoutError(message)
        time.sleep(0.05)
    return True


def note_stop(home: Path) -> None:
    """Write down when the demo stopped, so that its clock can go on from there."""
    (home / _STOPPED).write_text(str(time.time()))


def slept_seconds(home: Path) -> float:
    """How long the demo has been stopped, in seconds; zero where nobody wrote it down. Asked once, then forgotten."""
    path = home / _STOPPED
    if not path.exists():
        return 0.0
    slept = time.time() - float(path.read_text())
    path.unlink()
    return max(0.0, slept)
