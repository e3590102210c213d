"""Register files laid in the inbox folder are taken in, once, and moved aside with a receipt in plain words."""

import os
from datetime import datetime

import pytest
from tests.register.conftest import vigo  # noqa: F401  the cases, to be changed

from laerling.kernel import clock
from laerling.organisations.models import TrainingOffice
from laerling.register import queries as register
from laerling.register.models import Contract, Extract
from laerling.season import actions, rules
from laerling.season.actions import inbox

pytestmark = pytest.mark.django_db
SEPTEMBER = datetime(2026, 9, 10, 10, tzinfo=clock.OSLO)


@pytest.fixture
def folder(settings, tmp_path):
    """An inbox folder, on a day in September by every clock."""
    settings.HOME, settings.INBOX, settings.DEMO = tmp_path, tmp_path / "inbox", True
    clock.set_demo_clock(SEPTEMBER)
    inbox._seen.clear()
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


@pytest.fixture
def look():
    def look(still_seconds=0.0, at=SEPTEMBER):
        return actions.look_after_extracts(now=at, still_seconds=still_seconds)

    return look


@pytest.fixture
def preliminary(vigo):  # noqa: F811  the fixture
    return vigo.set_all("Telledato", "01.09.2026").content()


def lies(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_files_are_taken_in_offices_and_establishments_first(folder, look, cases, preliminary):
    (folder / "vigo-preliminary-2026-09-01.csv").write_bytes(preliminary)
    for name in ("nlr", "nor"):
        (folder / f"{name}-preliminary-2026.csv").write_bytes((cases / f"{name}.csv").read_bytes())
    assert look() == 3
    assert [row.register for row in reversed(Extract.objects.order_by("-decided_at", "-received_at"))] == [
        "nor",
        "nlr",
        "vigo",
    ]
    assert Contract.objects.filter(stage="preliminary").count() == 240
    names = ["nlr-preliminary-2026.csv", "nor-preliminary-2026.csv", "vigo-preliminary-2026-09-01.csv"]
    assert lies(folder) == sorted(f"taken/{name}{end}" for name in names for end in ("", ".txt"))


def test_receipt_tells_the_figures_in_plain_words_and_no_value(folder, look, vigo):  # noqa: F811  the fixture
    vigo.set_all("Telledato", "01.09.2026").set(0, "Kjønn", "H").set(1, "Kjønn", "?").set(2, "Telledato", "Hemmelig")
    (folder / "vigo-preliminary-2026.csv").write_bytes(vigo.content())
    look()
    receipt = (folder / "taken" / "vigo-preliminary-2026.csv.txt").read_text(encoding="utf-8")
    assert receipt.startswith("Filen er lest inn.\nTelledato 1. september 2026.\n")
    assert "Rader i filen: 240\nNye: 237\n" in receipt
    assert "Kjønn: ikke en av registerets koder: 2" in receipt
    assert f"/uttrekk/{Extract.objects.get().id}/" in receipt
    assert "Hemmelig" not in receipt


def test_file_that_still_grows_waits(folder, look, preliminary):
    path = folder / "vigo-preliminary-2026.csv"
    path.write_bytes(preliminary[:5000])
    assert look(still_seconds=60) == 0
    path.write_bytes(preliminary)
    assert look(still_seconds=0.01) == 0
    assert lies(folder) == ["vigo-preliminary-2026.csv"]
    assert look() == 1


def test_contracts_wait_for_offices_that_still_grow(folder, look, cases, preliminary, monkeypatch):
    (folder / "vigo-preliminary-2026.csv").write_bytes(preliminary)
    look(still_seconds=60)
    monkeypatch.setitem(inbox._seen, folder / "vigo-preliminary-2026.csv", (inbox._seen.popitem()[1][0], -1e9))
    (folder / "nor-preliminary-2026.csv").write_bytes((cases / "nor.csv").read_bytes())
    assert look(still_seconds=60) == 0
    assert look() == 2


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("vigo-preliminary-2026.csv", b"\0", "kan ikke leses"),
        ("nor-preliminary-2026.csv", b"Orgnr;Navn;Fylke;Status\n", "ingen rader"),
        ("vigo-preliminary-2019.csv", b"x", "2019"),
        ("fylkesliste.csv", b"x", "vigo-preliminary-2026-09-01.csv"),
        ("vigo-preliminary-2026.xlsm", b"x", "vigo-preliminary-2026-09-01.csv"),
    ],
)
def test_file_that_cannot_be_used_is_moved_with_the_reason(name, content, words, folder, look):
    (folder / name).write_bytes(content)
    assert look() == 1
    assert lies(folder) == [f"refused/{name}", f"refused/{name}.txt"]
    assert words in (folder / "refused" / f"{name}.txt").read_text(encoding="utf-8")


def test_preliminary_file_after_the_deadline_is_refused_with_whom_to_ask(folder, look, preliminary, settings):
    late = datetime(2026, 9, 30, 12, tzinfo=clock.OSLO)
    clock.set_demo_clock(late)
    (folder / "vigo-preliminary-2026-09-30.csv").write_bytes(preliminary)
    look(at=SEPTEMBER)
    receipt = (folder / "refused" / "vigo-preliminary-2026-09-30.csv.txt").read_text(encoding="utf-8")
    assert "30. september 2026 12:00" in receipt
    assert settings.CONTACT_EMAIL in receipt
    assert [row.refusal for row in register.received(2026)] == ["corrections_closed"]


def test_worker_killed_between_taking_in_and_moving_takes_nothing_twice(folder, look, preliminary, monkeypatch):
    (folder / "vigo-preliminary-2026.csv").write_bytes(preliminary)
    with monkeypatch.context() as killed:
        killed.setattr(inbox, "_move", lambda *_given: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            look()
    assert lies(folder) == ["vigo-preliminary-2026.csv"]
    assert look() == 1
    assert (Extract.objects.count(), Contract.objects.count()) == (1, 240)
    assert "Nye: 240" in (folder / "taken" / "vigo-preliminary-2026.csv.txt").read_text(encoding="utf-8")


def test_file_of_a_name_that_was_there_before_lies_beside_it(folder, look, preliminary):
    for content in (preliminary, preliminary.replace(b"01.09.2026", b"02.09.2026")):
        (folder / "vigo-preliminary-2026.csv").write_bytes(content)
        look()
    taken = [name for name in lies(folder) if name.endswith(".csv")]
    assert taken == ["taken/vigo-preliminary-2026-2.csv", "taken/vigo-preliminary-2026.csv"]


def test_links_folders_and_files_on_their_way_are_passed_over(folder, look, cases, tmp_path):
    (tmp_path / "secret.csv").write_bytes((cases / "nor.csv").read_bytes())
    (folder / "nor-final-2026.csv").symlink_to(tmp_path / "secret.csv")
    (folder / "nlr-final-2026.csv").mkdir()
    os.mkfifo(folder / "vigo-final-2026.csv")
    (folder / "nor-final-2026-10.csv.filepart").write_bytes((cases / "nor.csv").read_bytes())
    assert look() == 0
    assert not TrainingOffice.objects.exists()


def test_folder_of_the_home_is_made_and_another_is_not(settings, tmp_path, look):
    settings.HOME, settings.INBOX = tmp_path, tmp_path / "inbox"
    assert look() == 0
    assert settings.INBOX.is_dir()
    settings.INBOX = tmp_path / "elsewhere"
    assert look() == 0
    assert not settings.INBOX.exists()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("vigo-preliminary-2026-09-01.csv", ("vigo", "preliminary", 2026)),
        ("NOR-Final-2026.XLSX", ("nor", "final", 2026)),
        ("nlr-final-2026.ny.csv", ("nlr", "final", 2026)),
        ("vigo-2026.csv", None),
        ("vigo-final-20261.csv", None),
        ("vigo-final-2026.csv.part", None),
        ("../vigo-final-2026.csv", None),
        ("vigo-final-2026 kopi.csv", None),
    ],
)
def test_name_says_what_a_file_is(name, says):
    found = rules.inbox_name(name)
    assert (found and (found.register, found.stage, found.year)) == says
