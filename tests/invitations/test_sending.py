import threading
from collections import Counter
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection

from laerling.invitations import actions, keys
from laerling.invitations.actions import sending
from laerling.invitations.models import Dispatch, Invitation
from laerling.invitations.tasks import follow_bounces, send_dispatch
from laerling.invitations.tokens import link_hash, token
from laerling.kernel import clock, jobs
from laerling.kernel.types import SYSTEM
from laerling.outbox import actions as messages
from laerling.outbox import queries as outbox
from laerling.outbox.channels.email.smtp import CHUNK
from laerling.outbox.models import Message
from laerling.outbox.rules import LEASE, SHUT_FOR, TRIAL
from laerling.rounds import queries as rounds
from laerling.rounds.models import Round
from tests.invitations.people import BYGGOPP, OFFICE, OSLO, VESTLAND, invited, office, ordered
from tests.outbox.servers import free_port, inbox, silent_after_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(settings):
    """A real mail server that takes what is sent."""
    with inbox() as running:
        settings.EMAIL_PORT = running.port
        yield running


@pytest.fixture(autouse=True)
def time_stands_still(monkeypatch, now):
    """Sending takes no time here: what is written down when the outcome is known bears the time of the batch."""
    monkeypatch.setattr(clock, "_wall_clock", lambda: now)


def run(dispatch, now):
    """Send until nothing of the dispatch can be sent now; return what became of its messages."""
    while actions.send_batch(dispatch_id=dispatch.pk, now=now):
        pass
    dispatch.refresh_from_db()
    return outbox.counts_by_reason(dispatch.pk)


def answer(person):
    assert actions.mark_answered(link_hash=bytes(person.link_hash))


def links(message):
    return [word for word in message.get_body(("plain",)).get_content().split() if word.startswith("http")]


def test_everybody_gets_one_mail_with_their_own_link(box, now):
    office()
    people = invited(3, office_orgnr=OFFICE)
    dispatch = ordered()
    assert run(dispatch, now) == {("accepted", ""): 3}
    assert (dispatch.state, dispatch.next_at) == ("done", None)
    assert box.connections == 1
    assert len({to for to, _mail in box.mails}) == 3
    key = keys.link_key(2026)
    sent = {links(mail)[0] for _to, mail in box.mails}
    assert sent == {f"http://127.0.0.1:8001/s/{token(key, person.pk, 1)}" for person in people}
    hashes = {link_hash(urlsplit(url).path.rpartition("/")[2]) for url in sent}
    assert hashes == {bytes(person.link_hash) for person in people}
    _to, mail = box.mails[0]
    assert mail["List-Unsubscribe"] == f"<{links(mail)[-1]}>"
    assert links(mail)[-1] == links(mail)[0] + "?nei"
    assert "kontakte Byggopp." in mail.get_body(("plain",)).get_content()
    assert set(Invitation.objects.values_list("n_contacts", "next_contact_on")) == {(1, date(2026, 10, 27))}


@pytest.mark.parametrize(
    ("form", "language", "said", "unsaid"),
    [
        ("nb", "nb", ["Hvordan har du det"], ["Korleis har du det"]),
        ("nn", "nn", ["Korleis har du det"], ["Hvordan har du det"]),
        ("", "nb", ["Hvordan har du det", "Korleis har du det"], []),
    ],
)
def test_the_recipients_written_form_decides(box, now, form, language, said, unsaid):
    invited(1, form=form, county="03")
    run(ordered(OSLO), now)
    ((_to, mail),) = box.mails
    for part in ("plain", "html"):
        words = mail.get_body((part,)).get_content()
        assert all(word in words for word in said)
        assert not any(word in words for word in unsaid)
    assert mail["Content-Language"] == language
    assert "kontakte Oslo kommune." in mail.get_body(("plain",)).get_content()


def test_who_answers_after_the_order_gets_nothing(box, now):
    people = invited(6)
    dispatch = ordered()
    answer(people[0])
    actions.mark_declined(link_hash=bytes(people[1].link_hash))
    assert run(dispatch, now) == {("accepted", ""): 4, ("cancelled", "answered"): 1, ("cancelled", "declined"): 1}
    assert len(box.mails) == 4


def test_reminders_keep_a_week_apart_over_county_and_office_and_end_after_three(box, now):
    office()
    invited(5, office_orgnr=OFFICE)
    run(ordered(), now)
    week = timedelta(days=7)
    for number, scope in enumerate((BYGGOPP, VESTLAND, BYGGOPP), start=1):
        when = now + number * week
        with pytest.raises(actions.NobodyToSend):
            ordered(scope, now=when - timedelta(days=1), kind="reminder")
        assert run(ordered(scope, now=when, kind="reminder"), when) == {("accepted", ""): 5}
    with pytest.raises(actions.NobodyToSend):
        ordered(now=now + 4 * week, kind="reminder")
    assert Counter(to for to, _mail in box.mails).most_common(1)[0][1] == 4


def test_a_week_is_counted_in_oslo_days(box, now):
    invited(5)
    # 23:30 in Oslo, the day before clocks go back: seven days are 169 hours.
    late = clock.oslo_instant(date(2026, 10, 24)) + timedelta(hours=23, minutes=30)
    run(ordered(now=late), late)
    early = clock.oslo_instant(date(2026, 10, 31))
    assert ordered(now=early, kind="reminder").n_messages == 5


def test_what_was_planned_is_asked_again_when_it_leaves(box, now):
    office()
    invited(5, office_orgnr=OFFICE)
    invited(5)
    planned = ordered(send_at=now + timedelta(hours=1))
    run(ordered(BYGGOPP), now)
    later = now + timedelta(hours=1)
    actions.start_due_dispatches(later)
    assert run(planned, later) == {("accepted", ""): 5, ("cancelled", "already_invited"): 5}
    reminder = ordered(now=now + timedelta(days=7), send_at=now + timedelta(days=8), kind="reminder")
    overtaking = now + timedelta(days=7)
    run(ordered(BYGGOPP, now=overtaking, kind="reminder"), overtaking)
    later = now + timedelta(days=8)
    actions.start_due_dispatches(later)
    assert run(reminder, later) == {("accepted", ""): 5, ("cancelled", "too_soon"): 5}


def test_a_server_that_is_away_loses_nothing(settings, now):
    settings.EMAIL_PORT = free_port()
    invited(5)
    dispatch = ordered()
    assert run(dispatch, now) == {("queued", "unreachable"): 5}
    assert (dispatch.state, dispatch.next_at) == ("running", now + timedelta(minutes=1))
    later = now + timedelta(minutes=1)
    with inbox() as box:
        settings.EMAIL_PORT = box.port
        assert actions.start_due_dispatches(later) == 1
        assert run(dispatch, later) == {("accepted", ""): 5}
        assert len(box.mails) == 5
    assert set(Invitation.objects.values_list("n_contacts", flat=True)) == {1}


def test_a_server_that_stays_away_is_left_alone_and_then_tried_with_a_few(settings, now):
    settings.EMAIL_PORT = free_port()
    invited(12)
    dispatch = ordered()
    run(dispatch, now)
    shut = outbox.shut_until("email", now)
    assert shut == now + SHUT_FOR
    later = now + timedelta(minutes=1)
    actions.start_due_dispatches(later)
    assert run(dispatch, later) == {("queued", "unreachable"): 12}
    assert (dispatch.state, dispatch.next_at) == ("running", shut)
    with inbox() as box:
        settings.EMAIL_PORT = box.port
        actions.start_due_dispatches(shut)
        assert actions.send_batch(dispatch_id=dispatch.pk, now=shut)
        assert len(box.mails) == TRIAL
        assert run(dispatch, shut) == {("accepted", ""): 12}
    assert set(Message.objects.values_list("attempt", flat=True)) == {2}


def test_who_cannot_be_reached_has_not_been_contacted(box, now):
    (wrong,) = invited(1, email="550@eksempel.no")
    invited(5)
    dispatch = ordered()
    assert run(dispatch, now) == {("accepted", ""): 5, ("bounced", "smtp_550"): 1}
    assert jobs.waiting("invitations.follow_bounces", batch=str(dispatch.pk))
    follow_bounces(batch=str(dispatch.pk))
    follow_bounces(batch=str(dispatch.pk))
    wrong.refresh_from_db()
    assert (wrong.n_contacts, wrong.next_contact_on, wrong.last_dispatch) == (0, None, None)


def test_a_passing_refusal_is_tried_again_and_counts_once(box, now):
    (full,) = invited(1, email="451@eksempel.no")
    invited(5)
    dispatch = ordered()
    run(dispatch, now)
    assert (dispatch.state, dispatch.next_at) == ("running", now + timedelta(minutes=1))
    later = now + timedelta(minutes=1)
    assert run(dispatch, later) == {("accepted", ""): 5, ("queued", "smtp_451"): 1}
    full.refresh_from_db()
    assert full.n_contacts == 1
    answer(full)
    assert run(dispatch, later + timedelta(minutes=5))["cancelled", "answered"] == 1
    assert dispatch.state == "done"


def test_a_killed_worker_leaves_unknown_what_it_had_begun_and_the_rest_is_sent(box, now):
    invited(5)
    dispatch = ordered()
    claimed = sending._claim(dispatch, "email", now)
    messages.begin(lease=claimed[0].lease, upto=2, now=now)  # … and the process is gone
    soon = now + timedelta(seconds=10)
    assert run(dispatch, soon) == {("sending", ""): 5}
    assert (dispatch.state, dispatch.next_at) == ("running", now + LEASE)
    later = now + LEASE + timedelta(seconds=1)
    assert actions.start_due_dispatches(later) == 1
    assert run(dispatch, later) == {("unknown", "lease_expired"): 2, ("accepted", ""): 3}
    assert dispatch.state == "done"
    assert len(box.mails) == 3
    assert set(Invitation.objects.values_list("n_contacts", flat=True)) == {1}


def test_what_a_dead_worker_leaves_of_a_stopped_dispatch_is_cancelled(now):
    invited(5)
    dispatch = ordered()
    sending._claim(dispatch, "email", now)  # … and the process is gone
    assert actions.stop_dispatch(dispatch_id=dispatch.pk, scope=VESTLAND, by=SYSTEM, now=now) == 0
    actions.start_due_dispatches(now + LEASE + timedelta(seconds=1))
    assert outbox.counts_by_reason(dispatch.pk) == {("cancelled", "stopped"): 5}


def test_a_reply_that_never_comes_leaves_the_message_unknown(settings, now):
    invited(5)
    with silent_after_data() as (port, silent):
        settings.EMAIL_PORT = port
        assert run(ordered(), now) == {("accepted", ""): 4, ("unknown", "no_reply"): 1}
    assert silent.taken == 5


def test_nothing_leaves_after_the_last_day(box, now):
    invited(5)
    this_round = rounds.get(2026)
    dispatch = ordered(send_at=this_round.closes_at - timedelta(minutes=1))
    actions.start_due_dispatches(this_round.closes_at)
    assert run(dispatch, this_round.closes_at) == {("cancelled", "closed"): 5}
    assert box.mails == []


def test_a_round_that_is_closed_by_hand_sends_nothing(box, now):
    invited(5)
    dispatch = ordered()
    Round.objects.filter(year=2026).update(closed_at=now)
    assert run(dispatch, now) == {("cancelled", "closed"): 5}


def test_the_job_sends_to_the_end_in_lanes(transactional_db, box, now, settings):
    settings.DEMO = True
    clock.set_demo_clock(now)
    invited(450)
    dispatch = ordered()
    send_dispatch(dispatch_id=str(dispatch.pk))
    dispatch.refresh_from_db()
    assert dispatch.state == "done"
    assert len({to for to, _mail in box.mails}) == len(box.mails) == 450
    # Three batches, with up to the settings' connections each.
    assert 3 <= box.connections <= 3 * settings.EMAIL_CONNECTIONS


def test_county_and_office_racing_for_the_same_people_reach_each_once(transactional_db, box, now):
    office()
    invited(250, office_orgnr=OFFICE)
    # Each is ordered to leave before those ordered already, so that none is refused for the others' sake.
    owners = (VESTLAND, BYGGOPP, VESTLAND, BYGGOPP)
    dispatches = [ordered(owner, send_at=now + timedelta(minutes=9 - number)) for number, owner in enumerate(owners)]
    now += timedelta(minutes=9)
    assert actions.start_due_dispatches(now) == 4
    faults = []

    def work(dispatch):
        try:
            run(dispatch, now)
        except Exception as fault:  # noqa: BLE001  the thread hands it to the test
            faults.append(fault)
        finally:
            connection.close()

    _race(work, [*dispatches, *dispatches])
    assert faults == []
    for dispatch in dispatches:
        run(dispatch, now)
    assert len(box.mails) == 250
    assert len({to for to, _mail in box.mails}) == 250
    assert set(Invitation.objects.values_list("n_contacts", flat=True)) == {1}
    assert set(Message.objects.values_list("state", "reason")) == {("accepted", ""), ("cancelled", "already_invited")}
    assert set(Dispatch.objects.values_list("state", flat=True)) == {"done"}


def test_who_answers_while_reminders_leave_is_never_reminded_after(transactional_db, box, now):
    people = invited(600)
    dispatch = ordered()
    marked = {}

    def answering():
        for person in people:
            marked[person.pk] = len(box.mails)
            actions.mark_answered(link_hash=bytes(person.link_hash))
        connection.close()

    thread = threading.Thread(target=answering)
    thread.start()
    states = run(dispatch, now)
    thread.join()
    states = run(dispatch, now)
    assert sum(states.values()) == 600
    assert set(states) <= {("accepted", ""), ("cancelled", "answered")}
    assert len(box.mails) == states.get(("accepted", ""), 0)
    # Asked once more before each chunk: nobody is written to more than one after they answered.
    place = {link_hash(urlsplit(links(mail)[0]).path.rpartition("/")[2]): n for n, (_to, mail) in enumerate(box.mails)}
    late = [place[bytes(p.link_hash)] - marked[p.pk] for p in people if bytes(p.link_hash) in place]
    assert all(lag <= CHUNK for lag in late)


def _race(work, dispatches):
    threads = [threading.Thread(target=work, args=(dispatch,)) for dispatch in dispatches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
