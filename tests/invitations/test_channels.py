"""Who is reached by which channel, what it costs, and what the database itself refuses."""

from datetime import date, timedelta

import pytest
from django.db.utils import IntegrityError

from laerling.invitations import actions, queries
from laerling.invitations.models import Invitation
from laerling.invitations.rules import Audience
from laerling.outbox.models import Message
from laerling.register.models import Finding
from laerling.sample.models import SampleChange
from tests.invitations.people import OFFICE, VESTLAND, answer, contacted, invited, office, order, ordered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def gateway(monkeypatch):
    """Let SMS be ordered; nothing is sent here."""
    monkeypatch.setattr("laerling.outbox.channels.sms.is_set_up", lambda: True)


def queued(dispatch):
    rows = Message.objects.filter(batch=dispatch.pk).values_list("channel", "reference")
    return {channel: {reference for name, reference in rows if name == channel} for channel, _reference in rows}


def pks(people):
    return {person.pk for person in people}


def test_either_is_mail_and_sms_for_those_whom_mail_does_not_reach(now, by):
    both = invited(5, mobile="+4741234567")
    by_mobile = invited(4, mobile="+4741234567", email_state="missing")
    by_mail = invited(3)
    invited(2, email_state="malformed")
    found = queries.preview(order(channel="either"), VESTLAND, now)
    assert (found.will_get, found.by_channel, found.left_out) == (12, {"email": 8, "sms": 4}, {"no_address": 2})
    dispatch = ordered(channel="either")
    assert queued(dispatch) == {"email": pks(both) | pks(by_mail), "sms": pks(by_mobile)}
    assert (dispatch.slot, dispatch.n_messages) == (1, 12)
    assert dispatch.body_nb
    assert dispatch.sms_nb


def test_an_address_that_is_not_ones_own_or_has_come_back_is_no_way(now, by):
    person, *_others = invited(6)
    contract = person.member.contract
    Finding.objects.create(
        round_id=2026,
        kind="email_shared",
        subject=f"contract:{contract.number}",
        severity="unreachable",
        cost_rank=1,
        county_code="46",
        contract=contract,
        n_apprentices=1,
        mended_in="vigo",
        first_found_at=now,
    )
    assert queries.preview(order(), VESTLAND, now).left_out == {"no_address": 1}
    assert person.pk not in queued(ordered())["email"]


def test_whoever_has_left_training_since_the_list_was_locked_gets_nothing(now, by):
    person, *_others = invited(6)
    mark = SampleChange.objects.create(
        member=person.member, kind="ended", what={}, extract=person.member.contract.extract, found_at=now
    )
    assert queries.preview(order(), VESTLAND, now).left_out == {"left_training": 1}
    SampleChange.objects.filter(pk=mark.pk).update(taken_back_at=now)
    assert queries.preview(order(), VESTLAND, now).left_out == {}


def test_groups_narrow_the_audience(now, by):
    office()
    reached = invited(5, mobile="+4741234567")
    unreached = invited(5, mobile="+4741234567", email_state="missing")
    contacted(*reached, until=date(2026, 10, 20))
    Invitation.objects.filter(pk=reached[0].pk).update(had_sms=True)
    only = {"only_without_email": unreached, "only_mail_so_far": reached[1:]}
    for name, wanted in only.items():
        people = queries.audience_of(VESTLAND, 2026, Audience(**{name: True}))
        assert pks(people) == pks(wanted)


def test_one_sms_dispatch_could_take_the_others_along(now, by):
    office()
    invited(6, office_orgnr=OFFICE, mobile="+4741234567")
    invited(7, mobile="+4741234567")
    narrow = Audience(offices=(OFFICE,))
    assert queries.preview(order(channel="sms", audience=narrow), VESTLAND, now).n_others == 7
    assert queries.preview(order(channel="email", audience=narrow), VESTLAND, now).n_others == 0
    assert queries.preview(order(channel="sms"), VESTLAND, now).n_others == 0


def test_an_sms_ordered_for_the_night_waits_for_the_morning(now, by):
    invited(6, mobile="+4741234567")
    # 22:00 in Oslo on a Saturday: Sunday is quiet too.
    night = now.replace(day=24, hour=20)
    ordered(channel="sms", send_at=night)
    (due,) = set(Message.objects.values_list("not_before", flat=True))
    assert due.isoformat() == "2026-10-26T07:00:00+00:00"


def test_in_a_small_audience_no_figure_tells_who_has_answered(now, by):
    (person,) = invited(1)
    contacted(person, until=date(2026, 10, 24))
    waiting = queries.preview(order(kind="reminder"), VESTLAND, now)
    answer([person])
    answered = queries.preview(order(kind="reminder"), VESTLAND, now)
    assert (waiting.will_get, waiting.left_out, waiting.waits, waiting.may_send) == (None, {}, (), False)
    assert waiting == answered


@pytest.mark.parametrize(
    ("before", "change", "name"),
    [
        ({}, {"contacted_on": date(2026, 10, 21), "next_contact_on": date(2026, 10, 27)}, "contact_gap"),
        ({}, {"contacted_on": None, "next_contact_on": None}, "contact_gap"),
        ({"answered": True}, {}, "contact_willing"),
        ({"declined": True}, {}, "contact_willing"),
        ({}, {"n_contacts": 3}, "contact_one"),
    ],
)
def test_the_database_refuses_a_contact_that_breaks_the_rule(before, change, name, now):
    (person,) = invited(1)
    contacted(person, until=date(2026, 10, 21))
    rows = Invitation.objects.filter(pk=person.pk)
    rows.update(**before)
    contact = {"n_contacts": 2, "contacted_on": date(2026, 10, 21), "next_contact_on": date(2026, 10, 28), **change}
    with pytest.raises(IntegrityError) as refused:
        rows.update(**contact)
    assert refused.value.__cause__.diag.constraint_name == name


def test_the_database_refuses_a_contact_too_soon(now):
    (person,) = invited(1)
    contacted(person, until=date(2026, 10, 21))
    soon = {"n_contacts": 2, "contacted_on": date(2026, 10, 20), "next_contact_on": date(2026, 10, 27)}
    with pytest.raises(IntegrityError):
        Invitation.objects.filter(pk=person.pk).update(**soon)


def test_a_dispatch_that_waits_can_be_undone_as_if_it_had_never_been(now, by):
    invited(6, mobile="+4741234567")
    wanted = order(channel="sms", hold=timedelta(minutes=5))
    dispatch = actions.order_dispatch(order=wanted, scope=VESTLAND, by=by, now=now)
    again = actions.order_dispatch(order=wanted, scope=VESTLAND, by=by, now=now + timedelta(seconds=30))
    assert (again.pk, dispatch.state, dispatch.send_at) == (dispatch.pk, "waiting", now + timedelta(minutes=5))
    assert queries.quota(VESTLAND, 2026).left == 6
    assert actions.stop_dispatch(dispatch_id=dispatch.pk, scope=VESTLAND, by=by, now=now) == 6
    assert queries.quota(VESTLAND, 2026).left == 7
    assert queries.preview(order(channel="sms"), VESTLAND, now).will_get == 6


def test_a_county_of_thousands_costs_as_many_queries_as_one_of_few(now, by, django_assert_num_queries):
    for n in (6, 40):
        invited(n, mobile="+4741234567")
        with django_assert_num_queries(7):
            queries.preview(order(channel="either", audience=Audience(only_without_email=True)), VESTLAND, now)
