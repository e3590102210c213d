"""Noon of the deadline, judged by the database's clock: not by the browser's, nor by that of the machine that asks."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest

from laerling.kernel import clock
from laerling.kernel.types import Actor
from laerling.register import actions
from laerling.register.models import Contract, Extract
from laerling.register.refusals import CorrectionsClosed
from laerling.rounds.models import Round

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 9, 30, 10, 0, tzinfo=UTC)
PERSON = Actor.person("someone")
HELD = [PERSON, actions.INBOX]


@pytest.fixture
def hand_in(vigo, settings):
    """Hand a preliminary file in while PostgreSQL's clock shows one instant, and the caller's another."""

    def hand_in(at, *, by=PERSON, told=None, counted_on="29.09.2026", register="vigo"):
        settings.DEMO = True
        clock.set_demo_clock(at)
        content = vigo.set_all("Telledato", counted_on).content()
        return actions.receive(
            content=io.BytesIO(content),
            filename="",
            register=register,
            round_year=2026,
            stage="preliminary",
            by=by,
            now=told or at,
        )

    return hand_in


@pytest.mark.parametrize("by", HELD)
def test_file_that_has_arrived_before_noon_is_checked(by, hand_in):
    assert hand_in(NOON - timedelta(seconds=20), by=by).state == "checked"


@pytest.mark.parametrize("by", HELD)
def test_file_that_arrives_at_noon_is_refused_with_the_reason_and_whom_to_ask(by, hand_in, settings):
    settings.CONTACT_EMAIL = "spor@eksempel.no"
    with pytest.raises(CorrectionsClosed) as refusal:
        hand_in(NOON, by=by)
    assert "30. september 2026 12:00" in str(refusal.value)
    assert "spor@eksempel.no" in str(refusal.value)
    assert (Extract.objects.get().state, Contract.objects.count()) == ("refused", 0)


def test_clock_set_back_on_the_machine_that_asks_lets_nothing_in(hand_in):
    with pytest.raises(CorrectionsClosed):
        hand_in(NOON + timedelta(seconds=1), told=NOON - timedelta(hours=3))


def test_clock_set_forward_on_the_machine_that_asks_shuts_nothing_out(hand_in):
    receipt = hand_in(NOON - timedelta(minutes=1), told=NOON + timedelta(days=3))
    assert Extract.objects.get(id=receipt.extract_id).received_at < NOON


def test_file_that_arrived_in_time_may_be_accepted_afterwards(hand_in):
    receipt = hand_in(NOON - timedelta(minutes=1))
    clock.set_demo_clock(NOON + timedelta(hours=1))
    assert actions.accept(extract_id=receipt.extract_id, by=PERSON, now=NOON + timedelta(hours=1)).n_new == 240


@pytest.mark.parametrize(("minutes", "refused"), [(-1, False), (0, True)], ids=["the minute before", "at noon"])
def test_noon_is_noon_on_the_day_clocks_are_turned_back(minutes, refused, hand_in):
    # 25 October 2026: at three o'clock it is two again, and noon in Oslo is 11:00 UTC.
    deadline = clock.oslo_instant(date(2026, 10, 25), datetime(2026, 10, 25, 12).time())  # noqa: DTZ001
    assert deadline == datetime(2026, 10, 25, 11, 0, tzinfo=UTC)
    Round.objects.filter(year=2026).update(
        corrections_due_at=deadline, final_extract_on=date(2026, 10, 26), opens_on=date(2026, 11, 2)
    )
    at = deadline + timedelta(minutes=minutes)
    if not refused:
        assert hand_in(at, counted_on="25.10.2026").state == "checked"
        return
    with pytest.raises(CorrectionsClosed) as refusal:
        hand_in(at, counted_on="25.10.2026")
    assert "25. oktober 2026 12:00" in str(refusal.value)


def test_final_extract_is_not_held_to_the_deadline(vigo, settings):
    settings.DEMO = True
    clock.set_demo_clock(NOON + timedelta(days=3))
    receipt = actions.receive(
        content=io.BytesIO(vigo.content()),
        filename="",
        register="vigo",
        round_year=2026,
        stage="final",
        by=PERSON,
        now=NOON + timedelta(days=3),
    )
    assert receipt.state == "checked"


def test_operator_may_lay_in_later_what_arrived_in_time(hand_in):
    assert hand_in(NOON + timedelta(days=2), by=Actor("system", "command")).state == "checked"
