"""An address that mail came back from: nothing more goes there, the county is told, and a newer extract mends it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from laerling.access.policy import whole
from laerling.register import actions, queries
from laerling.register.models import Contract, CountyForecast, DeadAddress, Finding

pytestmark = pytest.mark.django_db

NORDLAND = whole("county", "18", "Nordland")
FIRST = datetime(2026, 10, 1, 6, 0, tzinfo=UTC)
NOW = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)


@pytest.fixture
def extract(one, take_in):
    """Take in the one contract as counted on a day of October, with these addresses."""

    def extract(day, **addresses):
        dated = one.set_all("Telledato", f"{day:02}.10.2026").set_all("Godkjentdato", "01.07.2026")
        for heading, value in addresses.items():
            dated.set(0, heading, value)
        return take_in(dated, stage="final", at=FIRST + timedelta(days=day))

    return extract


@pytest.fixture
def note(by):
    def note(way="email", cause="bounced"):
        contract = Contract.objects.get()
        n_new = actions.note_dead_addresses(contract_ids=[contract.id], way=way, cause=cause, by=by, now=NOW)
        actions.follow_dead_addresses(now=NOW)
        return n_new

    return note


def open_kinds():
    return set(Finding.objects.filter(closed_at=None).values_list("kind", flat=True))


def reached(way):
    return Contract.objects.filter(queries.can_be_reached(way)).exists()


def test_bounce_becomes_a_finding_that_another_address_mends(extract, note):
    extract(1, Epost="gammel@eksempel.no", Mobil="41726354")
    assert (open_kinds(), reached("email")) == (set(), True)
    assert note() == 1
    (row,) = queries.findings(NORDLAND, 2026)
    assert (row.kind, row.severity, row.mended_in, row.shape) == (
        "email_bounced",
        "reduced",
        "vigo",
        "xxxxxx@xxxxxxxx.xx",
    )
    assert not reached("email")
    contract = Contract.objects.get()
    assert queries.contact([contract.id])[contract.id].email == ""

    # The next extract has the same address, however it is written: it is as dead as it was.
    extract(5, Epost="Gammel@eksempel.no")
    assert open_kinds() == {"email_bounced"}
    assert not reached("email")

    extract(9, Epost="ny@eksempel.no")
    assert (open_kinds(), reached("email")) == (set(), True)
    assert Contract.objects.get().id == contract.id
    assert queries.contact([contract.id])[contract.id].email == "ny@eksempel.no"
    steps = [step.what for step in queries.finding_history(NORDLAND, 2026, row.id)]
    assert steps == ["found", "closed"]

    # And the old one is still dead, should it come back.
    extract(12, Epost="gammel@eksempel.no")
    assert open_kinds() == {"email_bounced"}


def test_person_without_another_way_cannot_be_reached_and_the_forecast_follows(extract, note):
    extract(1, Epost="gammel@eksempel.no", Mobil="")
    assert CountyForecast.objects.get().n_reachable == 1
    note()
    assert set(Finding.objects.values_list("kind", "severity")) == {
        ("email_bounced", "unreachable"),
        ("mobile_missing", "unreachable"),
    }
    assert CountyForecast.objects.get().n_reachable == 0


@pytest.mark.parametrize(("before", "after"), [("417 26 354", "+47 41726354"), ("+46703849216", "0046 70 384 92 16")])
def test_number_is_the_same_number_however_it_is_written(before, after, extract, note):
    extract(1, Epost="ny@eksempel.no", Mobil=before)
    assert note("mobile") == 1
    extract(5, Mobil=after)
    assert "mobile_bounced" in open_kinds()
    assert not reached("mobile")
    contract = Contract.objects.get()
    assert queries.contact([contract.id])[contract.id].mobile == ""
    extract(9, Mobil="91726354")
    assert (open_kinds(), reached("mobile")) == (set(), True)


def test_who_complained_gets_no_mail_and_is_no_fault(extract, note):
    extract(1, Epost="gammel@eksempel.no", Mobil="41726354")
    note(cause="complaint")
    assert (open_kinds(), reached("email"), reached("mobile")) == (set(), False, True)
    extract(5)
    assert not reached("email")


def test_noting_twice_changes_nothing(extract, note):
    extract(1, Epost="gammel@eksempel.no")
    assert (note(), note()) == (1, 0)
    dead = DeadAddress.objects.get()
    assert dead.followed
    assert "gammel" not in f"{dead.digest}{dead}"
    assert actions.follow_dead_addresses(now=NOW) == 0


def test_address_that_changed_meanwhile_is_not_blamed_for_the_old_one(extract, by):
    extract(1, Epost="")
    contract = Contract.objects.get()
    assert actions.note_dead_addresses(contract_ids=[contract.id], way="email", by=by, now=NOW) == 0


def test_many_are_noted_in_as_few_queries_as_one(extract, by):
    extract(1, Epost="gammel@eksempel.no")
    ids = [Contract.objects.get().id]
    with CaptureQueriesContext(connection) as first:
        actions.note_dead_addresses(contract_ids=ids, way="email", by=by, now=NOW)
    DeadAddress.objects.all().delete()
    Contract.objects.update(email_state="ok")
    with CaptureQueriesContext(connection) as again:
        actions.note_dead_addresses(contract_ids=[*ids, *range(10**6, 10**6 + 500)], way="email", by=by, now=NOW)
    assert len(first) == len(again)
