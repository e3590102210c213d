"""Questions about invitations and dispatches. Whatever takes a scope answers for that scope only."""

from laerling.invitations.queries.advice import Advice, advice
from laerling.invitations.queries.audiences import (
    audience_of,
    counts,
    establishments,
    may_send,
    preview,
    still_wanted,
    will_get,
)
from laerling.invitations.queries.dispatches import UnknownDispatch, count_dispatches, dispatch, dispatches, quota
from laerling.invitations.queries.links import link, personal_tokens
from laerling.invitations.queries.plan import Plan, Planned, plan
from laerling.invitations.queries.progress import progress, totals

__all__ = [
    "Advice",
    "Plan",
    "Planned",
    "UnknownDispatch",
    "advice",
    "audience_of",
    "count_dispatches",
    "counts",
    "dispatch",
    "dispatches",
    "establishments",
    "link",
    "may_send",
    "personal_tokens",
    "plan",
    "preview",
    "progress",
    "quota",
    "still_wanted",
    "totals",
    "will_get",
]
