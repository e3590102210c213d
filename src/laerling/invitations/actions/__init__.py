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
    OrderedAlready,
    QuotaSpent,
    RoundNotOpen,
    order_dispatch,
    require_open,
    stop_dispatch,
)
from laerling.invitations.actions.returns import follow_complaint, note_dead_addresses
from laerling.invitations.actions.sending import follow_bounces, send_batch, start_due_dispatches
from laerling.invitations.actions.trying import (
    NoAddressOfOwn,
    NotAMobile,
    TestsSpent,
    send_test,
    send_trial,
    waiting_trials,
)
from laerling.invitations.types import DispatchOrder

__all__ = [
    "AnotherDispatch",
    "ChannelNotReady",
    "DispatchOrder",
    "NoAddressOfOwn",
    "NobodyToSend",
    "NotAMobile",
    "NotForTheNation",
    "OrderedAlready",
    "QuotaSpent",
    "RoundNotOpen",
    "SampleNotFrozen",
    "TestsSpent",
    "create_invitations",
    "follow_bounces",
    "follow_complaint",
    "mark_answered",
    "mark_declined",
    "note_dead_addresses",
    "order_dispatch",
    "require_open",
    "rewrite_invitations",
    "send_batch",
    "send_test",
    "send_trial",
    "start_due_dispatches",
    "stop_dispatch",
    "waiting_trials",
]
