"""Starts the demo's processes together, waits until each answers, and starts again what falls over."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Final, Literal

from laerling.demo import feide
from laerling.demo.house import HOST, Ports
from laerling.demo.inbox.store import FILE as STORE

READY_SECONDS: Final = 60.0
STOP_SECONDS: Final = 8.0
_LOOK_EVERY: Final = 0.05
_RESTART_AFTER: Final = 1.0
_HTTP_OK: Final = 200
# Most of them wait at the site's gate (portals/answering/gate), which lets a few work at a time.
ANSWERING_THREADS: Final = 256


class DidNotStart(RuntimeError):
    """A process ended, or did not answer in time; the message names its log."""


@dataclass(frozen=True, slots=True)
class Program:
    """One process of the demo. `answers` is how one can tell that it is ready; `path` is asked for over HTTP."""

    name: str
    command: tuple[str, ...]
    site: str
    answers: Literal["http", "smtp", "ssh", "nothing"]
    port: int = 0
    path: str = "/helse"


def programs(ports: Ports, *, home: Path) -> tuple[Program, ...]:
    """Return the demo's processes: three sites, the counties' areas, the worker, mail and SMS, the stand-in for Feide."""
    python = sys.executable
    return (
        *(
            Program(f"{site}-site", (python, "-m", "granian", *granian(port, threads=threads)), site, "http", port)
            for site, port, threads in (
                ("staff", ports.staff, 4),
                ("answering", ports.answering, ANSWERING_THREADS),
                ("inbox", ports.inbox, 4),
            )
        ),
        Program("sftp", (python, "-m", "laerling", "sftp", "--port", str(ports.sftp)), "sftp", "ssh", ports.sftp),
        mail_server(ports.mail, home=home, sms_port=ports.sms),
        Program(
            "feide", feide.command(ports.feide), "command", "http", ports.feide, "/.well-known/openid-configuration"
        ),
        Program(
            "worker",
            (python, "-m", "django", "procrastinate", "worker", "--concurrency=2", "--delete-jobs=successful"),
            "worker",
            "nothing",
        ),
    )


def granian(
    port: int, *, workers: int = 1, threads: int = 4, application: str = "laerling.config.wsgi:application"
) -> tuple[str, ...]:
    """Return what a site is served with. One process with several threads: enough for a demo, and light on memory."""
    return (
        *("--interface", "wsgi", "--host", HOST, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(threads)),
        # Connections that wait for their person to think count as well.
        *("--backlog", "4096", "--backpressure", "4096"),
        *("--http", "1", "--no-ws", "--log-level", "error", application),
    )


def mail_server(port: int, *, home: Path, sms_port: int | None = None) -> Program:
    """Return the process that takes the demo's mail, and its SMS. It needs no Django, and starts at once."""
    more = (str(sms_port),) if sms_port else ()
    command = (sys.executable, "-m", "laerling.demo.inbox.server", str(port), str(home / STORE), *more)
    return Program("mail", command, "command", "smtp", port)


def taken_port(ports: Ports) -> int | None:
    """Return the first of the demo's ports that another program listens on, or None."""
    for port in ports.all():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                return port
    return None


class Watch:
    """The running demo: its processes, kept alive until told to end."""

    def __init__(self, programs: tuple[Program, ...], *, environment: Mapping[str, str], logs: Path) -> None:
        """Nothing is started yet. `logs` gets one file per process."""
        self.programs = programs
        self.environment = environment
        self.logs = logs
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.end = Event()

    def start(self) -> None:
        """Start every process, and return when each answers. Raises DidNotStart, and leaves none running then."""
        self.logs.mkdir(parents=True, exist_ok=True)
        try:
            for program in self.programs:
                self._launch(program)
            deadline = time.monotonic() + READY_SECONDS
            for program in self.programs:
                self._wait_for(program, deadline)
            # Who answers nobody has at least stayed up for as long as the others needed.
            for program in self.programs:
                self._require_running(program)
        except BaseException:
            self.stop()
            raise

    def keep_alive(self) -> None:
        """Start again what has ended, until `end` is set. A worker that loses its database ends, and is wanted back."""
        while not self.end.wait(_RESTART_AFTER):
            for program in self.programs:
                if self.running[program.name].poll() is not None:
                    self._launch(program)

    def stop(self) -> None:
        """End every process: first kindly, then not."""
        for process in self.running.values():
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in self.running.values():
            try:
                process.wait(timeout=max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.running.clear()

    def _launch(self, program: Program) -> None:
        environment = {**os.environ, **self.environment, "LAERLING_SITE": program.site}
        environment["DJANGO_SETTINGS_MODULE"] = "laerling.config.settings"
        with self._log(program).open("ab") as log:
            self.running[program.name] = subprocess.Popen(  # noqa: S603  our own programs
                program.command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # Ctrl-C is for the demo as a whole, which then ends its processes in order.
                start_new_session=True,
            )

    def _wait_for(self, program: Program, deadline: float) -> None:
        while not _answers(program):
            self._require_running(program)
            if time.monotonic() > deadline:
                raise DidNotStart(self._sentence(program, f"did not answer within {READY_SECONDS:.0f} seconds"))
            time.sleep(_LOOK_EVERY)

    def _require_running(self, program: Program) -> None:
        if self.running[program.name].poll() is not None:
            raise DidNotStart(self._sentence(program, "ended at once"))

    def _sentence(self, program: Program, what: str) -> str:
        return f"The demo's {program.name} {what}. Its last words are in {self._log(program)}."

    def _log(self, program: Program) -> Path:
        return self.logs / f"{program.name}.log"


def _answers(program: Program) -> bool:
    with suppress(OSError, http.client.HTTPException):
        match program.answers:
            case "http":
                return _answers_http(program.port, program.path)
            case "smtp":
                return _greets(program.port, b"220")
            case "ssh":
                return _greets(program.port, b"SSH-2.0-")
            case "nothing":
                return True
    return False


def _answers_http(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == _HTTP_OK
    finally:
        connection.close()


def _greets(port: int, greeting: bytes) -> bool:
    """Whether who listens speaks first, and so: mail servers and SSH servers do."""
    with socket.create_connection((HOST, port), timeout=5) as connection:
        return connection.recv(64).startswith(greeting)
