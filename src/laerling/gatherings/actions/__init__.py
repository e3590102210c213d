"""What changes gatherings: plans, seats, slips."""

from laerling.gatherings.actions.planning import (
    BadPlan,
    GatheringOver,
    RoomOpen,
    cancel,
    change,
    plan,
    restore,
)
from laerling.gatherings.actions.seating import look_after_rooms, make_seats
from laerling.gatherings.actions.slips import NobodyInvited, make_slips, order_slips

__all__ = [
    "BadPlan",
    "GatheringOver",
    "NobodyInvited",
    "RoomOpen",
    "cancel",
    "change",
    "look_after_rooms",
    "make_seats",
    "make_slips",
    "order_slips",
    "plan",
    "restore",
]
