"""The two sites under measurement, each a granian of its own beside one PostgreSQL, and what processor time they took."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

HERE = Path(__file__).parent
WORKERS = 2
_TICKS = os.sysconf("SC_CLK_TCK")
FLOOR = "floor"


@contextmanager
def ours(port: int, log: Path) -> Iterator[int]:
    """Run the answering site as it is deployed; yields the id of its first process."""
    from laerling.demo.processes import ANSWERING_THREADS, granian  # noqa: PLC0415  once Django is up

    environment = {**os.environ, "LAERLING_SITE": "answering", "LAERLING_DEMO": "false", "LAERLING_DEBUG": "false"}
    environment["DJANGO_SETTINGS_MODULE"] = "laerling.config.settings"
    collect = [sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(collect, env=environment, check=True)
    with _served(granian(port, workers=WORKERS, threads=ANSWERING_THREADS), environment, log) as pid:
        yield pid


@contextmanager
def floor(port: int, url: str, survey: Path, log: Path, *, is_direct: bool) -> Iterator[int]:
    """Run the floor on the same server with the same settings; yields the id of its first process."""
    from laerling.demo.processes import granian  # noqa: PLC0415  once Django is up

    command = granian(port, workers=WORKERS, threads=4, application="floor:application")
    with _served(command, _floor_environment(url, survey, is_direct=is_direct), log) as pid:
        yield pid


def make_floor(url: str, survey: Path, tokens: Iterable[str]) -> None:
    """Make the floor's database beside ours, with the same number of invitations."""
    from django.db import connection  # noqa: PLC0415  once Django is up

    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {FLOOR} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {FLOOR}")
    _floor_program("fill", url, survey, "\n".join(tokens))


def floor_counts(url: str, survey: Path) -> tuple[int, int]:
    """Return how many have answered the floor's survey, and how many answers it holds."""
    n_flags, n_responses = _floor_program("count", url, survey).split()
    return int(n_flags), int(n_responses)


def processor_seconds(pid: int) -> float:
    """Return the processor time of a process and all it has started, those that have ended too."""
    total = 0.0
    for one in _family(pid):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except FileNotFoundError:
            continue
        total += sum(map(int, fields[11:15])) / _TICKS
    return total


def memory_mib(pid: int) -> float:
    """Return the memory of a process and all it has started, shared pages counted by their share."""
    total = 0
    for one in _family(pid):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except (FileNotFoundError, ProcessLookupError):
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def postgres(home: Path) -> int:
    """Return the id of the home's PostgreSQL."""
    return int((home / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def _family(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        for path in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found.extend(map(int, path.read_text().split()))
            except (FileNotFoundError, ProcessLookupError):
                continue
    return found


@contextmanager
def _served(arguments: tuple[str, ...], environment: Mapping[str, str], log: Path) -> Iterator[int]:
    with (
        log.open("ab") as file,
        subprocess.Popen(
            [sys.executable, "-m", "granian", *arguments], env=environment, cwd=HERE, stdout=file, stderr=file
        ) as process,
    ):
        try:
            yield process.pid
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                for one in reversed(_family(process.pid)):
                    os.kill(one, signal.SIGKILL)


def _floor_program(what: str, url: str, survey: Path, told: str = "") -> str:
    ran = subprocess.run(
        [sys.executable, str(HERE / "floor.py"), what],
        env=_floor_environment(url, survey),
        input=told,
        text=True,
        check=True,
        stdout=subprocess.PIPE,
    )
    return ran.stdout


def _floor_environment(url: str, survey: Path, *, is_direct: bool = False) -> dict[str, str]:
    parts = urlsplit(url)
    return {
        **os.environ,
        "PYTHONPATH": str(HERE),
        "FLOOR_SECRET": "of no use to anybody, since only the measurement's respondents come here",
        "FLOOR_HOST": parts.hostname or "",
        "FLOOR_PORT": str(parts.port),
        "FLOOR_USER": parts.username or "",
        "FLOOR_PASSWORD": parts.password or "",
        "FLOOR_NAME": FLOOR,
        "FLOOR_SURVEY": str(survey),
        "FLOOR_DIRECT": "1" if is_direct else "",
    }
