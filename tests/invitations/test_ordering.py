import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.utils import IntegrityError
from procrastinate.contrib.django.models import ProcrastinateJob

from laerling.audit.models import Event
from laerling.invitations import actions, queries
from laerling.invitations.actions.ordering import store
from laerling.invitations.models import Dispatch
from laerling.invitations.rules import Audience
from laerling.invitations.texts import LinkInText, OwnLine
from laerling.invitations.types import Waiting
from laerling.outbox import queries as outbox
from laerling.outbox.models import Message
from laerling.rounds import queries as rounds
from laerling.rounds.queries import UnknownRound
from tests.invitations.people import BYGGOPP, NATION, OFFICE, OSLO, VESTLAND, contacted, invited, office, order, ordered

pytestmark = pytest.mark.django_db


def receivers(dispatch):
    return set(Message.objects.filter(batch=dispatch.pk).values_list("reference", flat=True))


def pks(*groups):
    return {person.pk for group in groups for person in group}


def test_a_county_sends_to_its_own_and_an_office_to_its_own_across_counties(now):
    office()
    alone, here, there = invited(2), invited(2, office_orgnr=OFFICE), invited(2, office_orgnr=OFFICE, county="03")
    assert receivers(ordered(VESTLAND, send_at=now + timedelta(hours=3))) == pks(alone, here)
    assert receivers(ordered(BYGGOPP, send_at=now + timedelta(hours=2))) == pks(here, there)
    assert receivers(ordered(OSLO, send_at=now + timedelta(hours=1))) == pks(there)


def test_the_audience_narrows(now):
    office()
    wanted = invited(2, office_orgnr=OFFICE, trade="RORLE3----", establishment="312000031")
    invited(1, office_orgnr=OFFICE)
    invited(1, trade="RORLE3----")
    audience = Audience(offices=(OFFICE,), trades=("RORLE3----",), establishments=("312000031",))
    assert receivers(ordered(audience=audience)) == pks(wanted)
    independent = ordered(audience=Audience(offices=("",)))
    assert independent.n_people == 1


def test_an_order_stores_what_was_ordered_and_starts_the_job(now, by):
    invited(5)
    own = OwnLine(nb="Vi spanderer pizza.", nn="Vi spanderer pizza.")
    dispatch = ordered(own=own)
    assert (dispatch.state, dispatch.n_people, dispatch.n_messages, dispatch.slot) == ("running", 5, 5, None)
    assert "Melding fra Vestland: Vi spanderer pizza." in dispatch.body_nb
    job = ProcrastinateJob.objects.get(task_name="invitations.send_dispatch")
    assert job.args == {"dispatch_id": str(dispatch.pk)}
    event = Event.objects.get(what="invitations.dispatch.ordered")
    assert (event.scope, event.details["n_people"]) == ("county:46", 5)


def test_the_same_order_twice_is_one_dispatch(now, by):
    invited(2)
    wanted = order()
    first = actions.order_dispatch(order=wanted, scope=VESTLAND, by=by, now=now)
    again = actions.order_dispatch(order=wanted, scope=VESTLAND, by=by, now=now + timedelta(minutes=1))
    assert again == first
    assert Dispatch.objects.count() == 1
    assert Message.objects.count() == 2
    assert ProcrastinateJob.objects.filter(task_name="invitations.send_dispatch").count() == 1
    with pytest.raises(actions.AnotherDispatch):
        actions.order_dispatch(order=wanted, scope=OSLO, by=by, now=now)


@pytest.mark.parametrize(
    "changes",
    [
        {"own": OwnLine(nb="Hei.", nn="Hei.")},
        {"kind": "reminder"},
        {"audience": Audience(trades=("TRADE",))},
        {"send_at": datetime(2026, 11, 2, 8, tzinfo=UTC)},
    ],
)
def test_an_order_changed_after_it_was_given_is_refused_and_not_lost_in_silence(changes, now, by):
    invited(2)
    wanted = order()
    actions.order_dispatch(order=wanted, scope=VESTLAND, by=by, now=now)
    with pytest.raises(actions.OrderedAlready):
        actions.order_dispatch(order=replace(wanted, **changes), scope=VESTLAND, by=by, now=now)
    assert (Dispatch.objects.count(), Message.objects.count()) == (1, 2)


def test_a_later_dispatch_waits_and_the_clockwork_starts_it_once(now, by):
    invited(2)
    at = now + timedelta(days=2)
    dispatch = ordered(send_at=at)
    assert (dispatch.state, dispatch.next_at) == ("waiting", at)
    assert actions.start_due_dispatches(at - timedelta(seconds=1)) == 0
    assert actions.start_due_dispatches(at) == 1
    assert actions.start_due_dispatches(at) == 0
    assert ProcrastinateJob.objects.filter(task_name="invitations.send_dispatch").count() == 1
    assert Dispatch.objects.get().state == "running"
    # Nothing is heard of the job for a while: it is started again.
    assert actions.start_due_dispatches(at + timedelta(minutes=6)) == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"round_year": 1999}, UnknownRound),
        ({"send_at": "after"}, actions.RoundNotOpen),
        ({"kind": "reminder"}, actions.NobodyToSend),
        ({"audience": Audience(trades=("Ukjent",))}, actions.NobodyToSend),
        ({"own": OwnLine(nb="x.no", nn="x.no")}, LinkInText),
    ],
)
def test_a_refused_order_stores_nothing_and_says_why(changes, refusal, now, by):
    invited(5)
    if changes.get("send_at") == "after":
        changes = {"send_at": rounds.get(2026).closes_at}
    with pytest.raises(refusal) as said:
        ordered(**changes)
    assert str(said.value)
    assert "%(" not in str(said.value)
    assert not Dispatch.objects.exists()
    assert not Message.objects.exists()


def test_orders_outside_the_answering_period_are_refused(by, now):
    invited(5)
    opens = rounds.get(2026).opens_at
    with pytest.raises(actions.RoundNotOpen):
        ordered(now=opens - timedelta(seconds=1))
    assert ordered(now=opens - timedelta(days=1), send_at=opens).state == "waiting"


def test_the_nation_follows_and_does_not_send(by, now):
    invited(5)
    with pytest.raises(actions.NotForTheNation):
        ordered(NATION)


def test_preview_counts_everybody_once_and_changes_nothing(by, now):
    people = invited(12)
    invited(1, email_state="missing")
    contacted(people[3], until=date(2026, 10, 21))
    contacted(people[4], until=date(2026, 10, 1), times=4)
    contacted(people[5], until=date(2026, 10, 20), times=3)
    for person in people[:2]:
        actions.mark_answered(link_hash=bytes(person.link_hash))
    actions.mark_declined(link_hash=bytes(people[2].link_hash))
    first = queries.preview(order(), VESTLAND, now)
    assert (first.n_people, first.will_get) == (13, 6)
    assert first.left_out == {"answered": 2, "declined": 1, "already_invited": 3, "no_address": 1}
    again = queries.preview(order(kind="reminder"), VESTLAND, now)
    assert (again.will_get, again.may_send) == (1, True)
    assert again.left_out == {"answered": 2, "declined": 1, "too_soon": 1, "at_most_reached": 1, "not_invited": 7}
    assert again.waits == (Waiting(date(2026, 10, 21), 1),)
    assert ordered(kind="reminder").n_messages == 1
    later = queries.preview(order(kind="reminder", send_at=now + timedelta(days=1)), VESTLAND, now)
    # One of the two is in the reminder that has just been ordered.
    assert (later.will_get, later.waits, later.left_out["in_another"]) == (1, (), 1)
    assert [(other.owner_name, other.n) for other in later.neighbours] == [("Vestland", 1)]


def test_preview_shows_the_letter_in_both_forms(by, now):
    invited(5)
    texts = queries.preview(order(own=OwnLine(nb="Hei {navn}", nn="Hei {navn}")), VESTLAND, now).texts["email"]
    assert texts["nb"].body.startswith("Hei {navn}\n\n")
    assert "Melding fra Vestland: Hei {navn}" in texts["nb"].body
    assert "Melding frå Vestland: Hei {navn}" in texts["nn"].body


def test_a_small_audience_does_not_tell_who_has_answered(by, now):
    (person,) = invited(1)
    actions.mark_answered(link_hash=bytes(person.link_hash))
    told = queries.preview(order(), VESTLAND, now)
    assert (told.n_people, told.will_get, told.left_out, told.may_send) == (1, None, {}, True)
    dispatch = ordered()
    assert (dispatch.n_people, dispatch.n_messages) == (1, 0)
    (row,) = queries.dispatches(VESTLAND, 2026)
    assert (row.n_people, row.n_messages, row.counts) == (1, None, {})


def test_dispatches_are_their_owners_and_the_nations(by, now):
    office()
    invited(6, office_orgnr=OFFICE)
    of_county = ordered(VESTLAND, audience=Audience(trades=("TOMRE3----",)), send_at=now + timedelta(hours=1))
    of_office = ordered(BYGGOPP, now=now + timedelta(minutes=1))
    assert [row.id for row in queries.dispatches(VESTLAND, 2026)] == [of_county.pk]
    assert [row.id for row in queries.dispatches(NATION, 2026)] == [of_office.pk, of_county.pk]
    with pytest.raises(queries.UnknownDispatch):
        queries.dispatch(of_office.pk, VESTLAND)
    found = queries.dispatch(of_office.pk, BYGGOPP)
    assert (found.row.owner_name, found.row.kind, found.row.counts) == ("Byggopp", "invitation", {"queued": 6})
    assert found.reasons == {("queued", ""): 6}
    assert found.texts["email"]["nn"].subject == of_office.subject_nn
    assert queries.dispatches(VESTLAND, 2026)[0].audience == Audience(trades=("TOMRE3----",))


def test_stop_cancels_what_has_not_left(by, now):
    invited(5)
    dispatch = ordered()
    with pytest.raises(queries.UnknownDispatch):
        actions.stop_dispatch(dispatch_id=dispatch.pk, scope=OSLO, by=by, now=now)
    assert actions.stop_dispatch(dispatch_id=dispatch.pk, scope=VESTLAND, by=by, now=now) == 5
    assert actions.stop_dispatch(dispatch_id=dispatch.pk, scope=VESTLAND, by=by, now=now) == 0
    assert outbox.counts_by_reason(dispatch.pk) == {("cancelled", "stopped"): 5}
    assert actions.send_batch(dispatch_id=dispatch.pk, now=now) is False


def sms(owner=VESTLAND, **changes):
    values = {
        "id": uuid4(),
        "round_id": 2026,
        "owner_kind": owner.unit_kind,
        "owner_code": owner.unit_code,
        "channel": "sms",
        "kind": "invitation",
        "ordered_at": rounds.get(2026).opens_at,
        "ordered_by": "",
        "send_at": rounds.get(2026).opens_at,
        "state": "waiting",
    }
    return Dispatch(**{**values, **changes})


@pytest.mark.parametrize(("scope", "total"), [(VESTLAND, 7), (BYGGOPP, 3)])
def test_the_sms_quota_is_spent_slot_by_slot(scope, total, now):
    this_round = rounds.get(2026)
    slots = [store(sms(scope), this_round).slot for _ in range(total)]
    assert slots == list(range(1, total + 1))
    assert (queries.quota(scope, 2026).total, queries.quota(scope, 2026).left) == (total, 0)
    with pytest.raises(actions.QuotaSpent) as refusal:
        store(sms(scope), this_round)
    assert str(total) in str(refusal.value)


@pytest.mark.parametrize(
    "changes",
    [{"slot": 8}, {"slot": 0}, {"slot": None}, {"slot": 1, "channel": "email"}, {"slot": 4, "owner_kind": "office"}],
)
def test_the_database_refuses_a_slot_outside_the_quota(changes, now):
    with pytest.raises(IntegrityError):
        sms(**changes).save(force_insert=True)


def test_a_slot_comes_back_only_if_nothing_left(by, now):
    dispatch = store(sms(), rounds.get(2026))
    actions.stop_dispatch(dispatch_id=dispatch.pk, scope=VESTLAND, by=by, now=now)
    assert queries.quota(VESTLAND, 2026).left == 7
    left = store(sms(), rounds.get(2026))
    Message.objects.create(
        batch=left.pk, source="t", reference=uuid4(), channel="sms", not_before=now, queued_at=now, attempt=1
    )
    actions.stop_dispatch(dispatch_id=left.pk, scope=VESTLAND, by=by, now=now)
    assert queries.quota(VESTLAND, 2026).left == 6


def test_the_sms_quota_raced_by_threads_is_never_overspent(transactional_db, now):
    this_round = rounds.get(2026)
    got, refused, faults = [], [], []

    def spend():
        try:
            got.append(store(sms(), this_round).slot)
        except actions.QuotaSpent:
            refused.append(1)
        except Exception as fault:  # noqa: BLE001  the thread hands it to the test
            faults.append(fault)
        finally:
            connection.close()

    _race(spend, 50)
    assert faults == []
    assert sorted(got) == [1, 2, 3, 4, 5, 6, 7]
    assert len(refused) == 43


def test_the_same_order_raced_by_threads_is_one_dispatch(transactional_db, now, by):
    invited(20)
    wanted = order()
    got, faults = [], []

    def send():
        try:
            got.append(actions.order_dispatch(order=wanted, scope=VESTLAND, by=by, now=now).pk)
        except Exception as fault:  # noqa: BLE001  the thread hands it to the test
            faults.append(fault)
        finally:
            connection.close()

    _race(send, 8)
    assert faults == []
    assert set(got) == {wanted.id}
    assert Message.objects.count() == 20
    # Jobs of other tests that really committed may lie there too.
    jobs = ProcrastinateJob.objects.filter(task_name="invitations.send_dispatch")
    assert jobs.filter(args__dispatch_id=str(wanted.id)).count() == 1


def _race(work, n):
    threads = [threading.Thread(target=work) for _ in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
