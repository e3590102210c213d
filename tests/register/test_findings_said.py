"""What people say of findings: statuses, notes and colleagues; many at once, undone, pasted back; own ones only."""

from datetime import timedelta
from uuid import uuid4

import pytest

from laerling.access import actions as access
from laerling.access.policy import ALL_TASKS, whole
from laerling.audit.models import Event
from laerling.kernel.types import Actor
from laerling.register import actions, queries
from laerling.register.models import Finding, FindingStep, UnitLook
from laerling.register.queries import FindingFilter, PastedRow

pytestmark = pytest.mark.django_db

NATION = whole("nation", "", "Norge")
TELEMARK = whole("county", "40", "Telemark")
VESTLAND = whole("county", "46", "Vestland")
OFFICE = whole("office", "986579753", "Opplæringskontoret Gjære 6")


@pytest.fixture
def kari(by, now):
    account = access.create_account(email="kari@fylke.no", name="Kari Dahl", password=None, by=by, now=now)
    access.grant(
        account=account,
        roles=ALL_TASKS["county"],
        unit_kind="county",
        unit_code="40",
        valid_from=now.date(),
        why="x",
        by=by,
        now=now,
    )
    return account


@pytest.fixture
def change(cases_in, by, now):
    """Change findings of Telemark."""

    def change(ids, scope=TELEMARK, at=now, **said):
        return actions.change_findings(finding_ids=ids, scope=scope, by=by, now=at, **said)

    return change


@pytest.fixture
def ids(cases_in):
    return [row.id for row in queries.findings(TELEMARK, 2026)]


def said():
    return sorted(Finding.objects.values_list("id", "status", "reason", "note", "assigned_to_id"))


def test_many_are_changed_at_once_and_told_in_one_event(change, ids):
    receipt = change(ids[:5], status="being_mended", note="  ringt  ")
    assert (receipt.n_changed, receipt.n_unchanged) == (5, 0)
    assert {(row.status, row.note) for row in queries.findings(TELEMARK, 2026) if row.id in ids[:5]} == {
        ("being_mended", "ringt")
    }
    event = Event.objects.get(what="register.findings.changed")
    assert (event.details, event.scope, event.about) == ({"n": 5}, "county:40", f"findings:{receipt.batch}")
    again = change(ids[:5], status="being_mended")
    assert (again.batch, again.n_changed, again.n_unchanged) == (None, 0, 5)
    assert Event.objects.filter(what="register.findings.changed").count() == 1


def test_event_of_one_names_the_finding_and_no_words(change, ids):
    change(ids[:1], note="Kari sier at Ola ikke har telefon")
    event = Event.objects.get(what="register.findings.changed")
    assert (event.about, event.details) == (f"finding:{ids[0]}", {"n": 1})


def test_what_will_not_be_mended_needs_a_reason_and_loses_it_again(change, ids):
    with pytest.raises(actions.ReasonMissing):
        change(ids[:2], status="will_not_be_mended", reason=" ")
    change(ids[:2], status="will_not_be_mended", reason="har ikke e-post")
    assert queries.finding(TELEMARK, 2026, ids[0]).reason == "har ikke e-post"
    change(ids[:1], status="seen")
    assert queries.finding(TELEMARK, 2026, ids[0]).reason == ""


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"status": "done"}, actions.UnknownStatus),
        ({"note": "x" * 501}, actions.NoteTooLong),
        ({"status": "will_not_be_mended", "reason": "x" * 201}, actions.NoteTooLong),
        ({"assign_to": str(uuid4())}, actions.NotAColleague),
        ({"assign_to": "kari"}, actions.NotAColleague),
    ],
)
def test_what_cannot_be_said_is_refused_and_nothing_changes(words, refusal, change, ids):
    before = said()
    with pytest.raises(refusal) as refused:
        change(ids[:2], **words)
    assert str(refused.value)
    assert said() == before


def test_finding_is_assigned_to_a_colleague_of_the_unit_and_cleared(change, ids, kari, now):
    assert [(person.id, person.name) for person in queries.people_to_assign(TELEMARK, on=now.date())] == [
        (str(kari.id), "Kari Dahl")
    ]
    change(ids[:2], assign_to=str(kari.id))
    mine = queries.findings(TELEMARK, 2026, FindingFilter(assigned=str(kari.id)))
    assert [row.assigned_to_name for row in mine] == ["Kari Dahl", "Kari Dahl"]
    change(ids[:1], assign_to="")
    assert len(queries.findings(TELEMARK, 2026, FindingFilter(assigned=str(kari.id)))) == 1


def test_colleague_of_another_unit_or_of_another_time_cannot_be_asked(change, ids, kari, now):
    with pytest.raises(actions.NotAColleague):
        change([queries.findings(VESTLAND, 2026)[0].id], scope=VESTLAND, assign_to=str(kari.id))
    with pytest.raises(actions.NotAColleague):
        change(ids[:1], assign_to=str(kari.id), at=now - timedelta(days=1))


def test_foreign_and_missing_findings_are_the_same_to_whoever_asks(change, ids, by, now):
    foreign = queries.findings(VESTLAND, 2026)[0].id
    before = said()
    for finding_id in (foreign, 10**9):
        with pytest.raises(actions.NoSuchFinding) as refused:
            change([ids[0], finding_id], status="seen")
        assert refused.value.status == 404
        with pytest.raises(actions.NoSuchFinding):
            actions.change_finding(finding_id=finding_id, scope=TELEMARK, status="seen", by=by, now=now)
        assert queries.finding(TELEMARK, 2026, finding_id) is None
        assert queries.finding_history(TELEMARK, 2026, finding_id) == ()
    assert said() == before


def test_office_and_county_see_the_same_finding_and_nobody_else_their_words(cases_in, by, now):
    shared = queries.findings(OFFICE, 2026)[0]
    county = whole("county", shared.county_code)
    actions.change_finding(finding_id=shared.id, scope=OFFICE, note="slutter i mai", status="seen", by=by, now=now)
    assert queries.finding(county, 2026, shared.id).note == "slutter i mai"
    seen = queries.finding(NATION, 2026, shared.id)
    assert (seen.status, seen.note, seen.reason, seen.assigned_to_id) == ("seen", "", "", "")


def test_undo_puts_back_what_was_and_only_once(change, ids, by, now):
    change(ids[:1], status="seen", note="først")
    before = said()
    receipt = change(ids[:4], status="will_not_be_mended", reason="slik er det", note="så")
    undone = actions.undo_changes(batch=receipt.batch, scope=TELEMARK, by=by, now=now)
    assert undone.n_changed == 4
    assert said() == before
    with pytest.raises(actions.NothingToUndo):
        actions.undo_changes(batch=receipt.batch, scope=TELEMARK, by=by, now=now)
    actions.undo_changes(batch=undone.batch, scope=TELEMARK, by=by, now=now)
    assert queries.finding(TELEMARK, 2026, ids[0]).note == "så"


def test_undo_leaves_what_others_have_changed_since(change, ids, by, now):
    receipt = change(ids[:2], status="seen")
    change(ids[:1], status="mended")
    assert actions.undo_changes(batch=receipt.batch, scope=TELEMARK, by=by, now=now).n_changed == 1
    assert [queries.finding(TELEMARK, 2026, finding_id).status for finding_id in ids[:2]] == ["mended", "new"]


def test_nobody_undoes_what_another_unit_did(change, ids, by, now):
    receipt = change(ids[:2], status="seen")
    with pytest.raises(actions.NothingToUndo):
        actions.undo_changes(batch=receipt.batch, scope=VESTLAND, by=by, now=now)


def test_list_that_comes_back_is_read_row_by_row_and_then_done(cases_in, ids, by, now):
    foreign = queries.findings(VESTLAND, 2026)[0].id
    rows = [
        PastedRow(2, str(ids[0]), "mended", "ringt"),
        PastedRow(3, f" {ids[1]} ", "", "bare en merknad"),
        PastedRow(4, str(ids[2]), "new", ""),
        PastedRow(5, "x7", "seen", ""),
        PastedRow(6, str(foreign), "seen", ""),
        PastedRow(7, str(10**9), "seen", ""),
        PastedRow(8, str(ids[3]), "ferdig", ""),
        PastedRow(9, str(ids[3]), "seen", "x" * 501),
        PastedRow(10, str(ids[0]), "seen", ""),
        PastedRow(11, str(ids[4]), "will_not_be_mended", ""),
        PastedRow(12, str(ids[5]), "will_not_be_mended", "har ikke telefon"),
        PastedRow(13, "9" * 40, "seen", ""),
    ]
    read = queries.read_pasted(rows, scope=TELEMARK)
    assert [(change.row_number, change.status, change.note) for change in read.changes] == [
        (2, "mended", "ringt"),
        (3, "new", "bare en merknad"),
        (12, "will_not_be_mended", "har ikke telefon"),
    ]
    assert read.n_unchanged == 1
    assert [(row.row_number, row.rule) for row in read.refused] == [
        (5, "not_a_number"),
        (6, "no_such_finding"),
        (7, "no_such_finding"),
        (8, "unknown_status"),
        (9, "too_long"),
        (10, "row_twice"),
        (11, "reason_missing"),
        (13, "not_a_number"),
    ]
    assert not FindingStep.objects.exists()
    receipt = actions.paste_back(rows=rows, scope=TELEMARK, by=by, now=now)
    assert (receipt.n_changed, receipt.n_unchanged, receipt.refused) == (3, 1, read.refused)
    assert queries.finding(TELEMARK, 2026, ids[5]).reason == "har ikke telefon"
    assert actions.paste_back(rows=rows, scope=TELEMARK, by=by, now=now).n_changed == 0
    undone = actions.undo_changes(batch=receipt.batch, scope=TELEMARK, by=by, now=now)
    assert undone.n_changed == 3
    assert {row.status for row in queries.findings(TELEMARK, 2026)} == {"new"}


def test_words_with_a_null_in_them_are_kept_without_it(change, ids):
    change(ids[:1], note="a\0b")
    assert queries.finding(TELEMARK, 2026, ids[0]).note == "ab"


def test_look_is_noted_once_a_day_for_the_unit(db, now):
    for hours in (0, 1, 24):
        actions.note_look(scope=TELEMARK, now=now + timedelta(hours=hours))
    assert UnitLook.objects.filter(unit="county:40").count() == 2


def test_person_who_changed_it_stands_in_the_history(change, ids, kari, now):
    actions.change_finding(finding_id=ids[0], scope=TELEMARK, note="x", by=Actor.person(kari.id), now=now)
    step = queries.finding_history(TELEMARK, 2026, ids[0])[-1]
    assert (step.who, step.note_changed, step.assigned_changed) == ("Kari Dahl", True, False)
