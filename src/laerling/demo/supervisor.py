"""`./demo`: builds the invented round where it is missing, starts everything, and says where to look."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time as stopwatch
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from laerling.demo import processes, running, sign_ins
from laerling.demo.house import FIRST_PORT, FIRST_YEAR, HOST, LAST_PORT, LAST_YEAR, House, Ports
from laerling.demo.inbox.store import FILE as STORE

DEFAULT_PORT: Final = 8000
_END_HINT: Final = "End it with Ctrl-C, or ./demo --stop."
# The county that has not begun, as in the sign-ins: whoever signs in for it makes the password.
_SFTP_USER: Final = "fylke46"
_OSLO: Final = ZoneInfo("Europe/Oslo")
_MORNING: Final = time(9)
# What a demo leaves in its home; --reset takes these away and nothing else.
_LEFT_BEHIND: Final = (
    *("demo-registers", "history", "demo-keys", "keys", "secrets", "logs", "static", STORE, f"{STORE}-wal"),
    *(f"{STORE}-shm", "urn", sign_ins.FILE, "demo.stopped", "postgres.log"),
)


class Cannot(RuntimeError):
    """The demo cannot do what was asked; the message says why and what to do."""


def main(arguments: Sequence[str], *, house: House) -> int:
    """Run `./demo` with its options, and return the exit code: 0, or 1 with one sentence on stderr."""
    options = _options(arguments)
    try:
        if options.stop:
            return _stop(house)
        return _watch(house, options) if options.watch else _run(house, options)
    except KeyboardInterrupt:
        house.stop_database()
        print("Ended before everything was ready. Run ./demo again to go on.", file=sys.stderr)
        return 130
    except (Cannot, processes.DidNotStart, running.AlreadyRunning, TimeoutError) as fault:
        print(fault, file=sys.stderr)
        return 1


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./demo", description="An invented Norway to try the whole system in.")
    parser.add_argument("--detach", action="store_true", help="return once everything answers")
    parser.add_argument("--stop", action="store_true", help="end a demo that runs")
    parser.add_argument("--reset", action="store_true", help="throw the demo's data away and build it anew")
    parser.add_argument("--at", metavar="DATE", type=_moment, help="let the demo's clock start on DATE (2026-10-20)")
    parser.add_argument(
        "--port",
        type=_port,
        default=DEFAULT_PORT,
        help="the staff site's port; the others follow (default %(default)s)",
    )
    # A smaller country, for trying the demo itself out.
    parser.add_argument("--scale", type=float, default=1.0, help=argparse.SUPPRESS)
    parser.add_argument("--watch", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def _port(text: str) -> int:
    """Read a port that leaves room above it for the others."""
    if not (text.isascii() and text.isdecimal() and FIRST_PORT <= int(text) <= LAST_PORT):
        message = f"{text} cannot be the port. Write a number from {FIRST_PORT} to {LAST_PORT}."
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _moment(text: str) -> datetime:
    """Read a date, or a date and a time, in Oslo; without a time, nine in the morning."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as fault:
        message = f"{text} is not a date. Write it like 2026-10-20."
        raise argparse.ArgumentTypeError(message) from fault
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        message = f"{text} is too far away. Choose a day from {FIRST_YEAR} to {LAST_YEAR}."
        raise argparse.ArgumentTypeError(message)
    if moment.time() == time.min and "T" not in text:
        moment = datetime.combine(moment, _MORNING)
    return moment if moment.tzinfo else moment.replace(tzinfo=_OSLO)


def _stop(house: House) -> int:
    print("The demo has ended." if running.stop(house.home) else "No demo runs here.")
    return 0


def _run(house: House, options: argparse.Namespace) -> int:
    """Build what is missing, then start everything: here, or beside us where asked to let go."""
    house.make_home()
    ports = Ports(options.port)
    with running.held(house.home, port=options.port):
        taken = processes.taken_port(ports)
        if taken is not None:
            message = f"Port {taken} is taken by another program. Choose others with ./demo --port N."
            raise Cannot(message)
        if options.reset:
            _reset(house)
        os.environ.update(ports.environment())
        house.prepare()
        _build(house, options.at, options.scale)
        if not options.detach:
            return _serve(house, ports)
    return _let_go(house, options)


def _build(house: House, at: datetime | None, scale: float) -> None:
    """Build the round where it is missing, and set the clock: it goes on from where the demo was stopped."""
    from laerling.demo import site_files  # noqa: PLC0415  needs Django set up
    from laerling.demo.build import order as build  # noqa: PLC0415  the same

    site_files.collect(home=house.home)
    is_new = build.ensure_built(home=house.home, at=at, scale=scale)
    build.set_clock(at=at, slept_seconds=running.slept_seconds(house.home), is_new=is_new)


def _watch(house: House, options: argparse.Namespace) -> int:
    """Serve what is built already: the process that stays when ./demo --detach returns."""
    with running.held(house.home, port=options.port):
        return _serve(house, Ports(options.port))


def _serve(house: House, ports: Ports) -> int:
    environment = {**ports.environment(), "LAERLING_HOME": str(house.home.resolve())}
    environment["DATABASE_URL"] = house.start_database()
    watch = processes.Watch(
        processes.programs(ports, home=house.home.resolve()), environment=environment, logs=house.home / "logs"
    )
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: watch.end.set())
    try:
        watch.start()
        print(report(house.home, ports), flush=True)
        watch.keep_alive()
    finally:
        watch.stop()
        house.stop_database()
        running.note_stop(house.home)
    return 0


def _let_go(house: House, options: argparse.Namespace) -> int:
    """Start the watching process and return when it says that everything answers."""
    log = house.home / "logs" / "demo.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    environment = dict(os.environ)
    if house.owns_database:
        environment.pop("DATABASE_URL", None)
    with log.open("wb") as file:
        watcher = subprocess.Popen(  # noqa: S603  our own program
            [sys.executable, "-m", "laerling", "demo", "--watch", "--port", str(options.port)],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    while watcher.poll() is None:
        said = log.read_text(encoding="utf-8")
        if _END_HINT in said:
            print(said, end="")
            return 0
        stopwatch.sleep(0.05)
    raise Cannot(log.read_text(encoding="utf-8").strip() or f"The demo ended at once. See {log.parent}.")


def _reset(house: House) -> None:
    if not house.owns_database:
        message = (
            "The database that DATABASE_URL names is not the demo's to empty. Empty it yourself, or unset DATABASE_URL."
        )
        raise Cannot(message)
    house.remove_database()
    for name in _LEFT_BEHIND:
        path = house.home / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def report(home: Path, ports: Ports) -> str:
    """Return the addresses and sign-ins as a table to print."""
    found = sign_ins.load(home=home)
    lines = [
        ("Staff site", ports.url(ports.staff)),
        ("Answering site", ports.url(ports.answering)),
        ("Inbox and clock", ports.url(ports.inbox)),
        ("A county's files", f"sftp -P {ports.sftp} {_SFTP_USER}@{HOST}   password: {ports.url(ports.staff)}/omrade/"),
    ]
    lines.append(
        ("Earlier rounds", f"come in one after the other, the newest first: {ports.url(ports.inbox)}/skrivebord/")
    )
    if found and found.apprentice_path:
        lines.append(("An apprentice", ports.url(ports.answering) + found.apprentice_path))
    width = max(len(label) for label, _ in lines)
    text = ["", *(f"  {label:<{width}}  {url}" for label, url in lines), ""]
    if found:
        text += _table([(a.unit, a.email, a.password, a.secret) for a in found.accounts])
        text += [
            "",
            f"  The last column is the key of a second step; the code of the moment: {ports.url(ports.inbox)}/skrivebord/",
        ]
    return "\n".join([*text, "", f"  {_END_HINT}", ""])


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Return rows as lines, their columns below one another."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  " + "  ".join(f"{cell:<{n}}" for cell, n in zip(row, widths, strict=True)).rstrip() for row in rows]
