"""What gateways say of a message, in the outbox's own states. Pure."""

import re
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from laerling.outbox.channels.gateways import Report, Word
from laerling.outbox.types import Outcome, State

_STATES: Final[dict[Word, State]] = {
    "accepted": State.ACCEPTED,
    "delivered": State.DELIVERED,
    "not_delivered": State.BOUNCED,
    "expired": State.BOUNCED,
    "no_such_number": State.BOUNCED,
    "not_routable": State.BOUNCED,
    "again": State.QUEUED,
    "unknown": State.UNKNOWN,
}
_LONGEST_REFERENCE: Final = 100


def outcome(message_id: UUID, word: Word, *, reason: str = "", reference: str = "") -> Outcome:
    """Return what became of a message; a bounce has the gateway's word as its reason."""
    state = _STATES[word]
    why = word if state == State.BOUNCED else reason
    return Outcome(message_id, state, why, reference[:_LONGEST_REFERENCE])


def word_of(report: Report, fields: Mapping[str, Any]) -> Word | None:
    """Return what a report's fields say became of its message; None where they say nothing we know."""
    status = " ".join(found for found in (at(fields, place) for place in report.status) if found)
    if not status:
        return None
    return next((word for pattern, word in report.words.items() if re.search(pattern, status)), None)


def at(found: Any, place: str) -> str:
    """Return what stands at a dotted place of parsed JSON, as text; empty where there is nothing."""
    for step in filter(None, place.split(".")):
        if isinstance(found, Mapping):
            found = found.get(step)
        elif isinstance(found, list) and step.isdecimal() and int(step) < len(found):
            found = found[int(step)]
        else:
            return ""
    return "" if found is None or isinstance(found, dict | list) else str(found)


def message_id_of(text: str) -> UUID | None:
    """Return the message id that a provider repeats to us; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None
