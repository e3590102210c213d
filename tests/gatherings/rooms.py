"""Gatherings that are on, as the worker leaves them."""

from datetime import timedelta

from tests.invitations.people import BYGGOPP, NOW

from laerling.gatherings import actions
from laerling.gatherings.types import Plan
from laerling.invitations.rules import Audience
from laerling.kernel.types import SYSTEM

__all__ = ["BYGGOPP", "NOW", "a_plan", "mobile", "opened", "planned", "with_numbers"]


def a_plan(**changes):
    given = {
        "name": "Samling i Bodø",
        "place": "Kantina",
        "starts_at": NOW + timedelta(minutes=30),
        "ends_at": NOW + timedelta(hours=3),
        "audience": Audience(),
    }
    return Plan(**given | changes)


def planned(scope=BYGGOPP, **changes):
    return actions.plan(scope=scope, round_year=2026, plan=a_plan(**changes), by=SYSTEM, now=NOW)


def opened(scope=BYGGOPP, **changes):
    gathering = planned(scope, **changes)
    actions.look_after_rooms(now=NOW)
    return gathering


def with_numbers(invitations):
    """Give each a mobile number of their own."""
    for number, one in enumerate(invitations):
        contract = one.member.contract
        contract.mobile, contract.mobile_state = mobile(number), "ok"
        contract.save(update_fields=["mobile", "mobile_state"])
    return invitations


def mobile(number):
    return f"900{number:05}"
