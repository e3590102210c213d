"""The command line: `./laerling COMMAND`. Starts what a command needs, then hands over to Django's commands."""

import os
import runpy
import sys

from pydantic import ValidationError

from laerling.config import embedded, translations
from laerling.config.env import PROJECT, NotUsable, env

USAGE = """\
./laerling COMMAND [options]

  invite_administrator --email ADDRESS --name NAME   lets the first one in
  import_register FILE --register vigo|nor|nlr --round YEAR --stage preliminary|final [--preview]
  import_history FOLDER …   earlier rounds' answers; only their protected figures are kept
  import_progress FILE.csv   how many had answered day by day in earlier rounds
  draw_sample --round YEAR --stage preliminary|final
  export_sample --round YEAR --to DIR
  make_round_key · close_round · export_urn · open_urn · import_opened · make_release · make_reports
  sftp [--host ADDRESS] [--port N]   serves the counties' areas
  verify_audit · export_audit --to FILE --from DAY --to-date DAY
  check_deploy       is this process set up as it must be? ends with 1 where not
  protect MICRODATA.csv --plan PLAN.toml --out DIR   disclosure control of any coded file; needs no database
  bench NAME         a measurement of bench/; ends with "ratio: X"
  drill NAME         a fault drill on a throwaway database; ends with one line of figures
  database start|stop
  help               every command there is

LAERLING_HOME chooses the data folder, DATABASE_URL another PostgreSQL 18. docs/operate.md tells the rest.
"""


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    command = arguments[0] if arguments else ""
    if command in {"", "-h", "--help"}:
        print(USAGE)
        return 0
    try:
        return _run(command, arguments)
    except ValidationError as faults:
        for fault in faults.errors(include_url=False, include_input=False, include_context=False):
            print(f"{_variable(fault['loc'])}: {fault['msg']}.", file=sys.stderr)
    except (embedded.DatabaseWillNotStart, NotUsable) as fault:
        print(fault, file=sys.stderr)
    return 1


def _run(command: str, arguments: list[str]) -> int:
    if command == "demo":
        return _demo(arguments[1:])
    if command == "database":
        return _database(arguments[1:])
    if command == "protect":
        return _protect(arguments[1:])
    if command in {"bench", "drill"}:
        return _measure(command, arguments[1:])
    if command == "sftp":
        return _sftp(arguments)
    if command == "check_deploy":
        # It looks, and changes nothing: not even what any other command would make ready first.
        connect()
    else:
        prepare()
    return _django(arguments)


def _sftp(arguments: list[str]) -> int:
    """Serve the counties' areas in a process whose database role reads lists only; the home is made ready before."""
    if env().site != "sftp":
        prepare()
        os.execve(  # noqa: S606  ourselves, anew
            sys.executable, [sys.executable, "-m", "laerling", *arguments], {**os.environ, "LAERLING_SITE": "sftp"}
        )
    connect()
    from laerling.config.ready import require_database  # noqa: PLC0415  needs Django set up

    require_database()
    return _django(arguments)


def _variable(place: tuple[int | str, ...]) -> str:
    """Return the name of the variable a fault of the environment is about."""
    name = str(place[0]).upper()
    return name if name == "DATABASE_URL" else f"LAERLING_{name}"


def prepare() -> None:
    """Start the database if it is ours to start, set Django up, and make an empty home ready.

    Raises NotUsable or DatabaseWillNotStart.
    """
    connect()
    from laerling.config.ready import make_ready, require_database  # noqa: PLC0415  needs Django set up

    require_database()
    make_ready()


def connect() -> None:
    """Start the database if it is ours to start, and set Django up. Raises NotUsable or DatabaseWillNotStart."""
    env().require_home()
    if env().database_url is None:
        os.environ["DATABASE_URL"] = embedded.ensure_started(env())
        env.cache_clear()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laerling.config.settings")
    translations.compile_catalogues()
    import django  # noqa: PLC0415  only once the settings can be read

    from laerling.register.layouts import BrokenMap  # noqa: PLC0415  the same

    try:
        django.setup()
    except BrokenMap as fault:
        raise NotUsable(str(fault)) from fault


def _demo(arguments: list[str]) -> int:
    from laerling.demo.house import House  # noqa: PLC0415  a command pays for its own imports only
    from laerling.demo.supervisor import main as demo  # noqa: PLC0415

    home, owns_database = env().home, env().database_url is None
    house = House(
        home=home,
        owns_database=owns_database,
        start_database=lambda: env().database_url or embedded.ensure_started(env()),
        stop_database=lambda: embedded.stop(env()) if owns_database else None,
        remove_database=lambda: embedded.remove(env()),
        prepare=_prepare_anew,
        make_home=lambda: env().require_home(),
    )
    return demo(arguments, house=house)


def _prepare_anew() -> None:
    """Prepare with what the demo has put into the environment since it was first read."""
    env.cache_clear()
    prepare()


def _database(arguments: list[str]) -> int:
    if arguments == ["start"]:
        env().require_home()
        embedded.ensure_started(env())
    elif arguments == ["stop"]:
        embedded.stop(env())
    else:
        print("Say ./laerling database start, or ./laerling database stop.", file=sys.stderr)
        return 2
    return 0


def _protect(arguments: list[str]) -> int:
    from laerling.release.protection.command import main as protect  # noqa: PLC0415  a command pays for its own imports only

    return protect(arguments)


def _measure(kind: str, arguments: list[str]) -> int:
    """Run bench/NAME.py or bench/drills/NAME.py as a program of its own."""
    folder = PROJECT / "bench" if kind == "bench" else PROJECT / "bench" / "drills"
    known = sorted(path.stem for path in folder.glob("*.py"))
    if not arguments or arguments[0] not in known:
        print(f"Say ./laerling {kind} NAME, with a name of: {', '.join(known)}.", file=sys.stderr)
        return 2
    sys.argv = [f"{kind} {arguments[0]}", *arguments[1:]]
    runpy.run_path(str(folder / f"{arguments[0]}.py"), run_name="__main__")
    return 0


def _django(arguments: list[str]) -> int:
    from django.core.management import execute_from_command_line  # noqa: PLC0415  after set-up

    from laerling.kernel.errors import Refusal  # noqa: PLC0415  after set-up

    try:
        execute_from_command_line(["laerling", *arguments])
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
