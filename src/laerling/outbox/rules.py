"""When a message is tried again, how long a sender may hold it, what a receipt may change, when a provider is left alone.

Pure.
"""

from datetime import timedelta

from laerling.outbox.types import NOT_BEGUN, Outcome, State

# A sender that has not told the outcome of a message when its lease ends is taken for dead; what became of the messages
# it had begun is then unknown. A batch begins no message after the first of the two, so that time-outs end within the
# second.
BEGIN_WITHIN = timedelta(seconds=60)
LEASE = timedelta(seconds=150)

# Waits after the first, second … failure that may pass; the last is repeated until a day is over.
_WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
ATTEMPTS_AT_MOST = 27

# More than 20 % of the last 50 hand-overs failed by the provider's fault: it is left alone for five minutes, and then
# tried with a few messages.
WATCHED = 50
FAULTS_AT_MOST = 10
SHUT_FOR = timedelta(minutes=5)
TRIAL = 5

# An unknown message is asked about once a gateway has had the time to note what it was handed, and while it is so
# young; afterwards only a receipt can tell.
ASKED_AFTER = timedelta(minutes=1)
ASKED_FOR = timedelta(days=3)
# A receipt that nobody knows is kept so long, since it may have overtaken our own commit.
RECEIPT_KEPT = timedelta(hours=24)
# An SMS whose receipt has not come by then is marked so; it stays accepted.
RECEIPT_AWAITED = timedelta(hours=72)

_FORWARD = (State.QUEUED, State.SENDING, State.UNKNOWN, State.ACCEPTED)
_FINAL = (State.DELIVERED, State.BOUNCED)


def wait_after(attempt: int) -> timedelta | None:
    """Return how long to wait after the failure of `attempt` (1 is the first), or None when it is time to give up."""
    if attempt >= ATTEMPTS_AT_MOST:
        return None
    return _WAITS[min(attempt, len(_WAITS)) - 1]


def ask_again_after(age: timedelta) -> timedelta | None:
    """Return how long to wait before asking again about a message unknown for `age`; None when it is asked no more."""
    if age >= ASKED_FOR:
        return None
    return max(ASKED_AFTER, age / 2)


def is_fault(outcome: Outcome) -> bool:
    """Return whether an outcome tells that the provider failed, rather than the recipient."""
    put_off = outcome.state == State.QUEUED and outcome.reason != NOT_BEGUN and not outcome.about_recipient
    return put_off or outcome.state == State.UNKNOWN


def moved(before: str, told: State) -> State | None:
    """Return the state a receipt moves a message to, or None where it tells nothing new. Only forward.

    A mail that was accepted may bounce later; one that was delivered has not bounced. What was put off or cancelled
    after a try that seemed to fail has arrived after all when the provider says so.
    """
    if before in _FINAL or told not in (State.ACCEPTED, *_FINAL):
        return None
    if before == State.CANCELLED:
        return None if told == State.BOUNCED else told
    return told if before in _FORWARD and before != told else None
