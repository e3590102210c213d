"""How long links hold, how long one waits after mistakes, who needs a second factor; user names of areas. Pure."""

import re
import secrets
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

# Everybody else needs one. A kind of unit nobody has thought of here needs one too.
_KINDS_WITHOUT: Final = frozenset({"office"})


def wait_after(kind: Kind, n_mistakes: int) -> timedelta:
    """Return how long to wait after the latest of `n_mistakes`: nothing at first, then doubling up to a quarter of an hour."""
    beyond = n_mistakes - _FREE[kind]
    if beyond < 0:
        return timedelta(0)
    return min(_FIRST_WAIT * (1 << min(beyond, 10)), _LONGEST_WAIT)


def must_wait(kind: Kind, n_mistakes: int, last_at: datetime, *, now: datetime) -> bool:
    """Return whether an attempt at `now` comes too soon. A mistake in the future, left by a demo's clock, counts for nothing."""
    return last_at <= now < last_at + wait_after(kind, n_mistakes)


def needs_second_factor(unit_kinds: Iterable[str]) -> bool:
    """Return whether who acts for such units must show a second factor: all but training offices (M10, M11)."""
    return any(kind not in _KINDS_WITHOUT for kind in unit_kinds)


# Without 0 and o, 1 and l: what somebody reads from one screen and types on another must not be taken for its like.
_SIGNS: Final = "abcdefghijkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 5, 6
_USER: Final = re.compile(r"fylke([0-9]{2})")


def area_user(county_code: str) -> str:
    """Return the user name of a county's area: "fylke46"."""
    return f"fylke{county_code}"


def county_of_user(user: str) -> str:
    """Return the county code a user name stands for, empty where it is no county's."""
    found = _USER.fullmatch(user.lower())
    return found[1] if found else ""


def area_password() -> str:
    """Return a new password of 150 random bits, in groups that can be read aloud."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
