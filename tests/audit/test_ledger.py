"""What was done is chained: whoever changes it is seen, and whoever writes it waits for nobody."""

import hashlib
import json
import threading
from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from laerling.audit import actions, heads, queries
from laerling.audit.management.commands.verify_audit import LedgerBroken
from laerling.audit.models import Event, LedgerEntry
from laerling.kernel.types import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def five(by, now, django_capture_on_commit_callbacks):
    """A ledger of what the fixtures did and five events, the last five."""
    for number in range(5):
        actions.record("sample.drawn", by=by, now=now + timedelta(minutes=number), about="round:2026", n=number)
    with django_capture_on_commit_callbacks(execute=True):
        actions.extend_ledger(now=now)
    return LedgerEntry.objects.count()


def _tamper(statement, *values):
    """Do what only someone with every right in the database can do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_events_are_chained_once_and_in_order(five, by, now):
    assert actions.extend_ledger(now=now) == 0
    actions.record("sample.drawn", by=by, now=now)
    assert actions.extend_ledger(now=now) == 1
    verdict = queries.verify()
    assert (verdict.fault, verdict.n_entries, verdict.n_waiting) == ("", five + 1, 0)
    assert list(LedgerEntry.objects.order_by("position").values_list("position", flat=True)) == list(range(1, five + 2))


def test_event_that_comes_late_is_chained_after(five, by, now):
    actions.record("sample.drawn", by=by, now=now - timedelta(days=3))
    actions.extend_ledger(now=now)
    newest = LedgerEntry.objects.latest("position")
    assert Event.objects.get(pk=newest.event_id).at == now - timedelta(days=3)
    assert queries.verify().fault == ""


@pytest.mark.parametrize(
    ("statement", "back", "fault"),
    [
        ("UPDATE audit_event SET actor_id = 'another' WHERE id = %s", 2, "event_changed"),
        ("UPDATE audit_event SET at = at + interval '1 microsecond' WHERE id = %s", 2, "event_changed"),
        ("UPDATE audit_event SET details = '{\"n\": 7}' WHERE id = %s", 2, "event_changed"),
        ("DELETE FROM audit_event WHERE id = %s", 2, "event_gone"),
        ("DELETE FROM audit_ledgerentry WHERE event_id = %s", 1, "gap"),
        ("UPDATE audit_ledgerentry SET previous_hash = repeat('1', 64) WHERE event_id = %s", 2, "chain_broken"),
        ("UPDATE audit_ledgerentry SET entry_hash = repeat('1', 64) WHERE event_id = %s", 2, "entry_changed"),
    ],
)
def test_first_broken_place_is_found(statement, back, fault, five):
    place = five - 2
    _tamper(statement, LedgerEntry.objects.get(pk=place).event_id)
    verdict = queries.verify()
    assert (verdict.fault, verdict.position) == (fault, five - back)


def test_ledger_cut_at_its_end_or_chained_anew_is_seen_by_the_head_outside(five, now):
    _tamper("DELETE FROM audit_ledgerentry WHERE position = %s", five)
    assert (queries.verify().fault, queries.verify().position) == ("rewritten", five)

    first = LedgerEntry.objects.get(pk=1).event_id
    _tamper("UPDATE audit_event SET actor_id = 'another' WHERE id = %s", first)
    _tamper("DELETE FROM audit_ledgerentry")
    actions.extend_ledger(now=now)
    assert (queries.verify().fault, queries.verify().position) == ("rewritten", five)


def test_head_is_kept_once_a_day(five, now, by, django_capture_on_commit_callbacks):
    for later in (timedelta(hours=1), timedelta(days=1)):
        actions.record("sample.drawn", by=by, now=now + later)
        with django_capture_on_commit_callbacks(execute=True):
            actions.extend_ledger(now=now + later)
    assert [(day, head.position) for day, head in heads.kept()] == [
        (date(2026, 10, 20), five),
        (date(2026, 10, 21), five + 2),
    ]


@pytest.mark.parametrize("table", ["audit_event", "audit_ledgerentry"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET content_hash = DEFAULT", "DELETE FROM {}"])
def test_nothing_is_changed_by_ordinary_means(table, statement, five):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_command_says_intact_or_names_the_place(five, capsys):
    call_command("verify_audit")
    assert f"Hel: {five} hendelser" in capsys.readouterr().out
    _tamper("DELETE FROM audit_event WHERE id = %s", LedgerEntry.objects.get(pk=2).event_id)
    with pytest.raises(LedgerBroken) as broken:
        call_command("verify_audit")
    assert "plass 2. Hendelsen er borte." in str(broken.value)


def test_export_can_be_proved_without_the_database(five, home, now):
    file = home / "events.jsonl"
    call_command("export_audit", "--to", str(file), "--from", "2026-10-20", "--to-date", "2026-10-20")
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]

    before = "0" * 64
    for line in lines:
        assert hashlib.sha256(line["content"].encode()).hexdigest() == line["content_hash"]
        assert hashlib.sha256((before + line["content_hash"]).encode()).hexdigest() == line["entry_hash"]
        before = line["entry_hash"]
    said = json.loads(lines[-1]["content"])
    assert (said["what"], said["at"], said["details"]) == ("sample.drawn", "2026-10-20T08:04:00.000000Z", {"n": 4})
    assert file.stat().st_mode & 0o777 == 0o600
    assert Event.objects.filter(what="audit.events.exported", details__n=len(lines)).count() == 1


def test_export_holds_whole_days_of_oslo(by, home, settings):
    for moment in ("2026-10-19T21:59:59", "2026-10-19T22:00:00", "2026-10-20T21:59:59", "2026-10-20T22:00:00"):
        actions.record("sample.drawn", by=by, now=datetime.fromisoformat(f"{moment}+00:00"), n=moment)
    actions.extend_ledger(now=datetime.fromisoformat("2026-10-21T00:00:00+00:00"))
    own = LedgerEntry.objects.filter(event_id__in=Event.objects.filter(details__has_key="n", what="sample.drawn"))
    assert own.count() == 4
    day = date(2026, 10, 20)
    n = actions.export_events(
        to=home / "f", first=day, last=day, by=by, now=datetime.fromisoformat("2026-10-21T00:00Z")
    )
    shown = [json.loads(line)["content"] for line in (home / "f").read_text().splitlines()]
    assert sum('"what": "sample.drawn"' in content for content in shown) == 2
    assert n == len(shown)


def test_export_that_cannot_be_written_says_so(by, now, home):
    with pytest.raises(actions.FileNotWritable):
        actions.export_events(to=home / "nowhere" / "f", first=now.date(), last=now.date(), by=by, now=now)


@pytest.mark.django_db(transaction=True)
def test_writers_neither_fork_the_chain_nor_wait_for_each_other(now):
    """Eight at once, while the chain is extended over and over, and one who has not made up their mind yet."""
    n_writers, n_each = 8, 25
    undecided, decided = threading.Event(), threading.Event()

    def write(number):
        for turn in range(n_each):
            actions.record("sample.drawn", by=Actor("system", f"w{number}"), now=now, n=turn)
        connection.close()

    def hesitate():
        with transaction.atomic():
            actions.record("sample.drawn", by=Actor("system", "slow"), now=now - timedelta(days=1))
            undecided.set()
            assert decided.wait(30)
        connection.close()

    slow = threading.Thread(target=hesitate)
    slow.start()
    assert undecided.wait(30)
    writers = [threading.Thread(target=write, args=[number]) for number in range(n_writers)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        actions.extend_ledger(now=now)
    before = LedgerEntry.objects.count()
    actions.extend_ledger(now=now)
    decided.set()
    slow.join()
    assert actions.extend_ledger(now=now) == 1

    verdict = queries.verify()
    assert (verdict.fault, verdict.n_waiting) == ("", 0)
    assert verdict.n_entries == Event.objects.count() >= n_writers * n_each + 1
    assert before > 0
