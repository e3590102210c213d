"""Planning, changing and calling off."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.gatherings import rooms
from tests.gatherings.rooms import BYGGOPP, NOW, a_plan
from tests.invitations.people import OSLO

from laerling.audit.models import Event
from laerling.gatherings import actions, queries
from laerling.gatherings.models import Gathering
from laerling.invitations.rules import Audience
from laerling.kernel.types import SYSTEM

WHO = {"by": SYSTEM, "now": NOW}


def kinds():
    return list(Event.objects.filter(what__startswith="gatherings.").order_by("pk").values_list("what", flat=True))


def test_plan_is_seen_by_its_unit_alone(people):
    gathering = rooms.planned()

    assert queries.get(BYGGOPP, gathering, NOW).n_people == 12
    assert [one.id for one in queries.planned(BYGGOPP, 2026, NOW)] == [gathering]
    assert not queries.planned(OSLO, 2026, NOW)
    with pytest.raises(queries.UnknownGathering):
        queries.get(OSLO, gathering, NOW)


def test_form_sent_twice_plans_once_and_anothers_id_is_no_way_in(people):
    given = {"round_year": 2026, "plan": a_plan(), "gathering_id": uuid4(), **WHO}
    assert actions.plan(scope=BYGGOPP, **given) == actions.plan(scope=BYGGOPP, **given)

    assert Gathering.objects.count() == 1
    with pytest.raises(queries.UnknownGathering):
        actions.plan(scope=OSLO, **given)


@pytest.mark.parametrize(
    ("starts", "ends"),
    [(3, 2), (1, 18), (-3, -2), (24 * 90, 24 * 90 + 2), (-24 * 30, 1)],
)
def test_time_that_does_not_fit_is_refused(people, starts, ends):
    with pytest.raises(actions.BadPlan, match=r"15\.10\.2026"):
        rooms.planned(starts_at=NOW + timedelta(hours=starts), ends_at=NOW + timedelta(hours=ends))


def test_calling_off_and_taking_it_back_are_safe_to_repeat(people):
    gathering = rooms.planned()
    for action in (actions.cancel, actions.cancel, actions.restore, actions.restore):
        action(scope=BYGGOPP, gathering_id=gathering, **WHO)

    assert sorted(kinds()) == [f"gatherings.gathering.{what}" for what in ("cancelled", "planned", "restored")]
    assert not queries.get(BYGGOPP, gathering, NOW).is_cancelled


def test_what_is_over_is_not_changed(people):
    gathering = rooms.planned()
    late = {"scope": BYGGOPP, "gathering_id": gathering, "by": SYSTEM, "now": NOW + timedelta(days=2)}

    for action in (actions.cancel, actions.restore):
        with pytest.raises(actions.GatheringOver):
            action(**late)
    with pytest.raises(actions.GatheringOver):
        actions.change(plan=a_plan(), **late)


def test_whom_it_is_for_stays_while_the_room_is_open(room):
    given = {"scope": BYGGOPP, "gathering_id": room, **WHO}
    actions.change(plan=a_plan(place="Aulaen"), **given)

    assert queries.get(BYGGOPP, room, NOW).plan.place == "Aulaen"
    with pytest.raises(actions.RoomOpen):
        actions.change(plan=a_plan(audience=Audience(trades=("TOMRE3----",))), **given)
