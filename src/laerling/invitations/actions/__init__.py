"""Changes to invitations and dispatches."""

from laerling.invitations.actions.inviting import (
    SampleNotFrozen,
    create_invitations,
    mark_answered,
    mark_declined,
    rewrite_invitations,
)
from laerling.invitations.actions.ordering import (
    AnotherDispatch,
    ChannelNotReady,
    NobodyToSend,
    NotForTheNation,
    QuotaSpent,
    RoundNotOpen,
    order_dispatch,
    stop_dispatch,
)
from laerling.invitations.actions.sending import send_batch, start_due_dispatches
from laerling.invitations.types import DispatchOrder

__all__ = [
    "AnotherDispatch",
    "ChannelNotReady",
    "DispatchOrder",
    "NobodyToSend",
    "NotForTheNation",
    "QuotaSpent",
    "RoundNotOpen",
    "SampleNotFrozen",
    "create_invitations",
    "mark_answered",
    "mark_declined",
    "order_dispatch",
    "rewrite_invitations",
    "send_batch",
    "start_due_dispatches",
    "stop_dispatch",
]
