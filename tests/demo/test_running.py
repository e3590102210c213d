import multiprocessing
import socket
import threading
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from laerling.demo import processes, running, sign_ins, supervisor
from laerling.demo.house import House, Ports

OSLO = ZoneInfo("Europe/Oslo")
FORK = multiprocessing.get_context("fork")


def house(home: Path, *, owns_database: bool = True) -> House:
    def nothing() -> None:
        pass

    return House(
        home=home,
        owns_database=owns_database,
        start_database=lambda: "postgresql://nobody@127.0.0.1/none",
        stop_database=nothing,
        remove_database=nothing,
        prepare=nothing,
        make_home=nothing,
    )


def hold(home: Path) -> None:
    with running.held(home, port=8000):
        time.sleep(60)


@pytest.fixture
def holder(tmp_path):
    process = FORK.Process(target=hold, args=(tmp_path,))
    process.start()
    while running.find(tmp_path) is None:
        time.sleep(0.01)
    yield process
    process.kill()
    process.join()


def test_home_without_a_demo_has_none_running(tmp_path):
    assert running.find(tmp_path) is None
    assert running.stop(tmp_path) is False


def test_second_demo_in_a_home_is_refused_in_one_sentence(tmp_path, holder, capsys):
    assert running.find(tmp_path) == running.Running(holder.pid, 8000)
    assert supervisor.main([], house=house(tmp_path)) == 1
    assert capsys.readouterr().err == f"A demo already runs in {tmp_path}. End it with ./demo --stop.\n"


def test_stop_ends_the_demo_that_runs(tmp_path, holder, capsys):
    assert supervisor.main(["--stop"], house=house(tmp_path)) == 0
    holder.join(5)
    assert (capsys.readouterr().out, running.find(tmp_path)) == ("The demo has ended.\n", None)
    assert supervisor.main(["--stop"], house=house(tmp_path)) == 0
    assert capsys.readouterr().out == "No demo runs here.\n"


def test_demo_that_was_killed_leaves_no_lock(tmp_path, holder):
    holder.kill()
    holder.join()
    assert running.find(tmp_path) is None


@pytest.mark.parametrize("port", ["0", "-5", "80", "65535", "70000", "abc", "٨٠٠٠"])
def test_port_without_room_for_the_others_is_refused_in_one_sentence(tmp_path, capsys, port):
    with pytest.raises(SystemExit):
        supervisor.main([f"--port={port}"], house=house(tmp_path))
    assert f"{port} cannot be the port. Write a number from 1024 to 65510." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("nonsense", "nonsense is not a date. Write it like 2026-10-20."),
        ("2026-13-45", "2026-13-45 is not a date. Write it like 2026-10-20."),
        ("0001-01-01", "0001-01-01 is too far away. Choose a day from 2020 to 2050."),
        ("9999-12-31", "9999-12-31 is too far away. Choose a day from 2020 to 2050."),
    ],
)
def test_clock_that_cannot_be_set_so_is_refused_in_one_sentence(tmp_path, capsys, at, sentence):
    with pytest.raises(SystemExit):
        supervisor.main(["--at", at], house=house(tmp_path))
    assert sentence in capsys.readouterr().err


def test_taken_port_is_named(tmp_path, capsys):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert supervisor.main(["--port", str(port - 2)], house=house(tmp_path)) == 1
    assert capsys.readouterr().err == (
        f"Port {port} is taken by another program. Choose others with ./demo --port N.\n"
    )


def test_reset_leaves_another_database_alone(tmp_path, capsys):
    (tmp_path / "keys").mkdir()
    assert supervisor.main(["--reset", "--port", "20613"], house=house(tmp_path, owns_database=False)) == 1
    assert capsys.readouterr().err.startswith("The database that DATABASE_URL names is not the demo's to empty.")
    assert (tmp_path / "keys").exists()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-10-20", datetime(2026, 10, 20, 9, tzinfo=OSLO)),
        ("2026-12-21 00:05", datetime(2026, 12, 21, 0, 5, tzinfo=OSLO)),
    ],
)
def test_at_takes_a_date_or_a_moment(text, moment):
    assert supervisor._options(["--at", text]).at == moment


@pytest.mark.parametrize("text", ["tomorrow", "20.10.2026", "2026-13-01", ""])
def test_at_refuses_what_is_no_date(text, capsys):
    with pytest.raises(SystemExit):
        supervisor._options(["--at", text])
    assert "Write it like 2026-10-20." in capsys.readouterr().err


def test_clock_goes_on_from_where_the_demo_was_stopped(tmp_path):
    assert running.slept_seconds(tmp_path) == 0.0
    running.note_stop(tmp_path)
    assert 0 <= running.slept_seconds(tmp_path) < 5
    assert running.slept_seconds(tmp_path) == 0.0


def test_sign_ins_come_back_as_they_were_and_only_their_owner_reads_them(tmp_path):
    kept = sign_ins.SignIns((sign_ins.SignIn("county", "Møre og Romsdal", "m@eksempel.no", "lyng-mose-12"),), "/s/abc")
    assert sign_ins.load(home=tmp_path) is None
    sign_ins.save(kept, home=tmp_path)
    assert sign_ins.load(home=tmp_path) == kept
    assert (tmp_path / sign_ins.FILE).stat().st_mode & 0o077 == 0


def test_report_says_where_to_look_and_how_to_get_in(tmp_path):
    sign_ins.save(
        sign_ins.SignIns((sign_ins.SignIn("county", "Vestland", "v@eksempel.no", "lyng-mose-12"),), "/s/abc"),
        home=tmp_path,
    )
    text = supervisor.report(tmp_path, Ports(9000))
    for part in (
        "http://127.0.0.1:9000",
        "http://127.0.0.1:9001/s/abc",
        "http://127.0.0.1:9002",
        "-P 9022 fylke46@127.0.0.1",
        "lyng-mose-12",
    ):
        assert part in text


def program(name: str, code: str, **how: object) -> processes.Program:
    return processes.Program(name, ("/usr/bin/env", "python3", "-c", code), "command", **how)  # type: ignore[arg-type]


def test_program_that_ends_at_once_is_told_of_and_the_others_are_ended(tmp_path):
    lives = program("lives", "import time; time.sleep(60)", answers="nothing")
    dies = program("dies", "raise SystemExit(3)", answers="http", port=1)
    watch = processes.Watch((lives, dies), environment={}, logs=tmp_path)
    with pytest.raises(
        processes.DidNotStart, match=r"The demo's dies ended at once\. Its last words are in .*dies\.log"
    ):
        watch.start()
    assert watch.running == {}


def test_program_that_falls_over_is_started_again(tmp_path):
    starts = tmp_path / "starts"
    code = f"import time; open({str(starts)!r}, 'a').write('x'); time.sleep(60)"
    watch = processes.Watch((program("worker", code, answers="nothing"),), environment={}, logs=tmp_path)
    watch.start()
    while not starts.exists() or not starts.read_text():
        time.sleep(0.01)
    watch.running["worker"].kill()
    keeper = threading.Thread(target=watch.keep_alive)
    keeper.start()
    deadline = time.monotonic() + 10
    while starts.read_text() != "xx" and time.monotonic() < deadline:
        time.sleep(0.05)
    watch.end.set()
    keeper.join()
    watch.stop()
    assert starts.read_text() == "xx"
