"""What would help now, and for whom it is not said."""

from datetime import date, timedelta

import pytest

from laerling.invitations import queries
from laerling.rounds import queries as rounds
from tests.invitations.people import BYGGOPP, NATION, OFFICE, VESTLAND, answer, contacted, invited, office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def gateway(monkeypatch):
    """Let SMS be ordered."""
    monkeypatch.setattr("laerling.outbox.channels.sms.is_set_up", lambda: True)


def steps(scope, now):
    return [(one.kind, one.n, one.unit and one.unit.code) for one in queries.advice(scope, 2026, now=now)]


def test_whoever_has_had_nothing_comes_first(now, by):
    invited(6)
    invited(5, mobile="+4741234567", email_state="missing")
    assert steps(VESTLAND, now) == [("invite", 6, None), ("invite_by_sms", 5, None)]


def test_an_sms_is_advised_to_those_who_have_had_mail_only_when_their_week_is_over(now, by):
    people = invited(8, mobile="+4741234567")
    contacted(until=date(2026, 10, 20))
    assert steps(VESTLAND, now) == [("sms", 8, None), ("remind", 8, None)]
    answer(people[:3])
    assert steps(VESTLAND, now)[0] == ("sms", 5, None)
    assert steps(VESTLAND, now - timedelta(days=1)) == []


def test_an_office_a_few_answers_short_of_results_is_named_and_never_a_person(now, by):
    office()
    people = invited(9, office_orgnr=OFFICE)
    contacted(until=date(2026, 10, 27))
    answer(people[:3])
    assert steps(VESTLAND, now) == [("few_more", 2, OFFICE)]


def test_a_gathering_is_due_where_few_have_answered_late_in_the_round(now, by):
    office()
    people = invited(20, office_orgnr=OFFICE)
    contacted(until=date(2026, 12, 27))
    answer(people[:6])
    late = rounds.get(2026).closes_at - timedelta(days=14)
    assert ("gathering", 20, OFFICE) in steps(VESTLAND, late)
    assert not steps(VESTLAND, now)


def test_no_advice_where_it_would_tell_who_has_answered_or_to_those_who_do_not_send(now, by):
    office()
    invited(4, office_orgnr=OFFICE)
    assert steps(BYGGOPP, now) == []
    assert steps(NATION, now) == []
    assert steps(VESTLAND, rounds.get(2026).closes_at) == []


def test_no_sms_is_advised_where_none_can_be_sent(now, by, monkeypatch):
    monkeypatch.setattr("laerling.outbox.channels.sms.is_set_up", lambda: False)
    invited(8, mobile="+4741234567")
    contacted(until=date(2026, 10, 20))
    assert steps(VESTLAND, now) == [("remind", 8, None)]
