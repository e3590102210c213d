"""User names and passwords of the counties' areas. Pure."""

import re
import secrets
from typing import Final

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
