"""PostgreSQL killed as a whole, and started again where it was."""

import ctypes
import os
import signal
import time
from contextlib import suppress

from drills.answering.site import Site, children

from laerling.config import embedded
from laerling.config.env import env

_PATIENCE_SECONDS = 60.0
# linux/prctl.h
_PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans() -> None:
    """Become the parent of daemons started from here, so that the killed are counted out as an init would.

    Where nobody does, a killed PostgreSQL looks alive to the next one.
    """
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def kill_database() -> None:
    """Kill PostgreSQL and every process of it with -9: it writes nothing more."""
    postmaster = int((embedded.data_folder(env()) / "postmaster.pid").read_text().split()[0])
    everyone = (postmaster, *children(postmaster))
    for pid in everyone:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    for pid in everyone:
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)


def start_database() -> None:
    """Start it again at the same address; it reads its log first."""
    port = int(os.environ["DATABASE_URL"].rpartition(":")[2].partition("/")[0])
    embedded.ensure_started(env(), port=port)


def seconds_until_healed(site: Site) -> float:
    """Wait until the site reaches the database again; return how long that took."""
    began = time.monotonic()
    while not site.answers():
        if time.monotonic() > began + _PATIENCE_SECONDS:
            raise RuntimeError("The site did not reach the database again.")
        time.sleep(0.02)
    return time.monotonic() - began
