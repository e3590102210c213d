"""SMS by a gateway."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from laerling.outbox.types import Outcome, OutgoingSms


def is_set_up() -> bool:
    """Return whether a gateway is set up."""
    return True


def next_allowed(at: datetime) -> datetime:
    """Return the first instant, from `at`, at which an SMS may leave."""
    return at


def send(outgoing: Iterable[OutgoingSms], *, now: datetime) -> Iterator[Outcome]:
    """Send."""
    raise NotImplementedError
