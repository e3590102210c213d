"""A finding's story: found, said to be mended, proved mended, back again; from the preliminary extract to the final."""

from datetime import UTC, datetime, timedelta

import pytest

from laerling.access import actions as access
from laerling.access.policy import ALL_TASKS, whole
from laerling.kernel.types import Actor
from laerling.register import actions, queries
from laerling.register.models import Extract, Finding, FindingStep

pytestmark = pytest.mark.django_db

NORDLAND = whole("county", "18", "Nordland")
VESTLAND = whole("county", "46", "Vestland")
OFFICE = whole("office", "883016610", "Opplæringskontoret Åsheim 2")
NATION = whole("nation", "", "Norge")
FIRST = datetime(2026, 9, 1, 6, 0, tzinfo=UTC)


@pytest.fixture
def kari(by):
    """Somebody at the county."""
    account = access.create_account(email="kari@nfk.no", name="Kari Dahl", password=None, by=by, now=FIRST)
    access.grant(
        account=account,
        roles=ALL_TASKS["county"],
        unit_kind="county",
        unit_code="18",
        valid_from=FIRST.date(),
        why="leder",
        by=by,
        now=FIRST,
    )
    return account


@pytest.fixture
def extract(one, take_in):
    """Take in the one contract, with an e-mail address or without, as counted on a day of September or October."""

    def extract(day, email):
        stage = "preliminary" if day.startswith(("01.09", "15.09")) else "final"
        dated = one.set_all("Telledato", day).set_all("Godkjentdato", "01.07.2026").set(0, "Epost", email)
        at = datetime.strptime(day, "%d.%m.%Y").replace(hour=6, tzinfo=UTC)
        return take_in(dated, stage=stage, at=at)

    return extract


def test_finding_lives_from_the_first_extract_to_the_last_with_its_history(extract, kari):
    extract("01.09.2026", "")
    (row,) = queries.findings(NORDLAND, 2026)
    assert (row.kind, row.status, row.first_found_at, row.mended_by) == ("email_missing", "new", FIRST, "office")

    by, now = Actor.person(kari.id), FIRST + timedelta(days=3)
    changed = actions.change_finding(
        finding_id=row.id, scope=NORDLAND, status="mended", note="ringte henne", assign_to=str(kari.id), by=by, now=now
    )
    assert (changed.status, changed.note, changed.assigned_to_name) == ("mended", "ringte henne", "Kari Dahl")
    assert changed.changed_at == now

    proof = extract("15.09.2026", "ny@eksempel.no")
    assert len(queries.findings(NORDLAND, 2026)) == 0
    (closed,) = queries.findings(NORDLAND, 2026, queries.FindingFilter(closed=True))
    assert (closed.id, closed.status, closed.note) == (row.id, "mended", "ringte henne")
    assert str(Finding.objects.get().closed_by_id) == proof.extract_id
    assert queries.finding_progress(NORDLAND, 2026).n_closed == 1

    extract("01.10.2026", "")
    back = queries.finding(NORDLAND, 2026, row.id)
    assert (back.closed_at, back.n_reopened, back.status, back.note) == (None, 1, "new", "ringte henne")
    assert back.first_found_at == FIRST

    steps = [(step.what, step.status, step.who, step.unit) for step in queries.finding_history(NORDLAND, 2026, row.id)]
    assert steps == [
        ("found", "new", "", ""),
        ("changed", "mended", "Kari Dahl", "county:18"),
        ("closed", "mended", "", ""),
        ("reopened", "new", "", ""),
    ]
    extract("02.10.2026", "ny@eksempel.no")
    assert queries.finding(NORDLAND, 2026, row.id).n_reopened == 1
    assert Finding.objects.count() == 1


def test_history_names_people_to_their_own_unit_only(extract, kari):
    extract("01.09.2026", "")
    (row,) = queries.findings(NORDLAND, 2026)
    actions.change_finding(finding_id=row.id, scope=NORDLAND, status="seen", by=Actor.person(kari.id), now=FIRST)
    for scope in (OFFICE, NATION):
        assert [step.who for step in queries.finding_history(scope, 2026, row.id)] == ["", ""]


def test_finding_that_will_not_be_mended_stays_so_when_it_comes_back(extract, by):
    extract("01.09.2026", "")
    (row,) = queries.findings(NORDLAND, 2026)
    actions.change_finding(
        finding_id=row.id, scope=NORDLAND, status="will_not_be_mended", reason="har ingen", by=by, now=FIRST
    )
    extract("15.09.2026", "ny@eksempel.no")
    extract("01.10.2026", "")
    assert queries.finding(NORDLAND, 2026, row.id).status == "will_not_be_mended"


def test_register_of_establishments_proves_findings_mended_too(one, take_in, now):
    take_in(one.set(0, "Orgnr medlemsbedrift", "870586493"))
    assert Finding.objects.get(closed_at=None).kind == "establishment_not_in_nlr"
    nlr = take_in(b"Orgnr;Navn;Fylke;Status\n870586493;Y;46;godkjent\n", "nlr", at=now + timedelta(hours=1))
    assert str(Finding.objects.get().closed_by_id) == nlr.extract_id


def test_preliminary_file_laid_in_after_the_final_one_changes_no_finding(extract, one, take_in):
    extract("01.10.2026", "")
    before = list(Finding.objects.values())
    take_in(one.set_all("Telledato", "15.09.2026").set(0, "Epost", "ny@eksempel.no"), stage="preliminary", at=FIRST)
    assert list(Finding.objects.values()) == before


def test_newest_extract_says_what_it_changed(extract):
    extract("01.09.2026", "")
    first = queries.latest_changes(NORDLAND, 2026)
    assert (first.at, first.n_found, first.n_closed, first.n_reopened) == (FIRST, 1, 0, 0)
    extract("15.09.2026", "ny@eksempel.no")
    second = queries.latest_changes(NORDLAND, 2026)
    assert (second.n_found, second.n_closed, second.n_reopened) == (0, 1, 0)
    extract("01.10.2026", "")
    third = queries.latest_changes(NORDLAND, 2026)
    assert (third.n_found, third.n_closed, third.n_reopened) == (0, 0, 1)
    assert queries.latest_changes(VESTLAND, 2026).n_reopened == 0


def test_nothing_is_newest_where_nothing_is_in(db):
    assert queries.latest_changes(NORDLAND, 2026).at is None


def test_step_says_which_extract_proved_it(extract):
    extract("01.09.2026", "")
    extract("15.09.2026", "ny@eksempel.no")
    finding_id = FindingStep.objects.get(what="closed").finding_id
    last = queries.finding_history(NORDLAND, 2026, finding_id)[-1]
    assert (last.what, last.register, last.count_date.isoformat()) == ("closed", "vigo", "2026-09-15")
    assert Extract.objects.filter(register="vigo").count() == 2
