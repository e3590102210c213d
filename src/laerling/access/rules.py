"""How long links hold, how long one waits after mistakes, and who needs a second factor. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, Literal

# A link is used once. How long it holds follows how long its reader may need: an invitation waits for a holiday.
LIFETIMES: Final[dict[str, timedelta]] = {
    "invitation": timedelta(days=7),
    "personal": timedelta(days=7),
    "reset": timedelta(minutes=60),
    "new_email": timedelta(minutes=60),
}
# A mailbox is not flooded: another letter of the same kind goes out when this has passed.
LETTER_GAP: Final = timedelta(minutes=2)
LETTERS_A_DAY: Final = 5

Kind = Literal["pair", "network", "address", "browser"]
# Mistakes that cost nothing, by what they are counted for: an address from one network, a network, an address from
# anywhere, and a browser that has signed in to the account before.
_FREE: Final[dict[Kind, int]] = {"pair": 5, "network": 60, "address": 30, "browser": 10}
_FIRST_WAIT: Final = timedelta(seconds=15)
_LONGEST_WAIT: Final = timedelta(minutes=15)
FORGOTTEN_AFTER: Final = timedelta(days=1)

# Everybody else needs one. A role nobody has thought of here needs one too.
_ROLES_WITHOUT: Final = frozenset({"office"})


def wait_after(kind: Kind, n_mistakes: int) -> timedelta:
    """Return how long to wait after the latest of `n_mistakes`: nothing at first, then doubling up to a quarter of an hour."""
    beyond = n_mistakes - _FREE[kind]
    if beyond < 0:
        return timedelta(0)
    return min(_FIRST_WAIT * (1 << min(beyond, 10)), _LONGEST_WAIT)


def must_wait(kind: Kind, n_mistakes: int, last_at: datetime, *, now: datetime) -> bool:
    """Return whether an attempt at `now` comes too soon. A mistake in the future, left by a demo's clock, counts for nothing."""
    return last_at <= now < last_at + wait_after(kind, n_mistakes)


def needs_second_factor(roles: Iterable[str]) -> bool:
    """Return whether who has these roles must show a second factor: all but training offices (M10, M11)."""
    return any(role not in _ROLES_WITHOUT for role in roles)
