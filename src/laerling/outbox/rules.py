"""When a message is tried again, and how long a sender may hold it. Pure."""

from datetime import timedelta

# A sender that has not told the outcome of a message when its lease ends is taken for dead; what became of the message
# is then unknown. A batch begins no message after the first of the two, so that time-outs end within the second.
BEGIN_WITHIN = timedelta(seconds=60)
LEASE = timedelta(seconds=150)

# Waits after the first, second … failure that may pass; the last is repeated until a day is over.
_WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
_ATTEMPTS_AT_MOST = 27


def wait_after(attempt: int) -> timedelta | None:
    """Return how long to wait after the failure of `attempt` (1 is the first), or None when it is time to give up."""
    if attempt >= _ATTEMPTS_AT_MOST:
        return None
    return _WAITS[min(attempt, len(_WAITS)) - 1]
