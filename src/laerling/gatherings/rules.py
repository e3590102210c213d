"""The room's code, the seats' seals and what a wall may show: pure.

A seat is known by a hash of the address its person knows, and holds their link sealed under a key of the same address.
Both are made with the gathering's own secret, which lies outside the database: whoever reads the table reads nothing.
"""

import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

# The secret of every room that is open, the oldest first.
Secrets = Sequence[tuple[UUID, bytes]]

# The code on the wall changes so often, and the one before still opens: nobody has to hurry.
STEP: Final = timedelta(minutes=2)
CODE_DIGITS: Final = 6
# People come early and stay on.
OPENS_BEFORE: Final = timedelta(hours=1)
CLOSES_AFTER: Final = timedelta(hours=2)
# Addresses that were corrected in the register get a seat within so long.
SEATS_LAST: Final = timedelta(minutes=15)
# A wall that moved with every single answer would tell who pressed the button last.
WALL_STEP: Final = 5

SECRET_BYTES: Final = 32
_NONCE_BYTES: Final = 12


class SeatFault(Exception):
    """A seat that does not open with this address."""


def new_secret() -> bytes:
    """Return a new secret for one gathering."""
    return secrets.token_bytes(SECRET_BYTES)


def is_on(starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Return whether the room is open: from an hour before the start to two hours after the end."""
    return starts_at - OPENS_BEFORE <= now < ends_at + CLOSES_AFTER


def room_codes(secrets_of: Secrets, now: datetime) -> dict[UUID, str]:
    """Return the six figures that open each room now.

    No two are alike: where two would be, the room that comes later takes its next one.
    """
    return {gathering: code for code, gathering in _codes(secrets_of, _step(now)).items()}


def opened_by(secrets_of: Secrets, code: str, now: datetime) -> UUID | None:
    """Return the gathering that a code opens: the one on its wall, or the one before it. None where it opens none."""
    step = _step(now)
    # Codes of odd steps are odd and those of even ones even: one of now and one of before are never alike.
    return (_codes(secrets_of, step) | _codes(secrets_of, step - 1)).get(code)


def changes_at(now: datetime) -> datetime:
    """Return when the code on the wall changes next."""
    return datetime.fromtimestamp((_step(now) + 1) * STEP.total_seconds(), tz=now.tzinfo)


def seat_hash(secret: bytes, address: str) -> bytes:
    """Return what a seat is found by: 32 bytes that nobody makes without the secret and the address."""
    return _made(secret, "seat", address)


def seal(secret: bytes, address: str, token: str) -> bytes:
    """Return a link's token sealed for whoever knows the address."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(_made(secret, "seal", address)).encrypt(nonce, token.encode("ascii"), None)


def unseal(secret: bytes, address: str, sealed: bytes) -> str:
    """Return the token. Raises SeatFault."""
    try:
        token = AESGCM(_made(secret, "seal", address)).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
    except (InvalidTag, ValueError):
        raise SeatFault from None
    return token.decode("ascii")


def counted_from(now: datetime) -> datetime:
    """Return since when the figure on the wall stands: it moves when the code does, and never between."""
    return changes_at(now) - STEP


def on_the_wall(secret: bytes, *, n_people: int, n_answered: int, n_others: int) -> int | None:
    """Return how many have delivered at least; None where it would tell of fewer than five people (M2, M24).

    It moves five at a time, at figures that the gathering's secret chooses: who compares two walls learns nothing of one
    person. `n_others` are the unit's people who are not of the gathering: the unit's own total less the wall's would tell
    of them.
    """
    if n_people < WALL_STEP or 0 < n_others < WALL_STEP:
        return None
    first = int.from_bytes(_made(secret, "wall", "")[:8], "big") % WALL_STEP
    return max(0, n_answered - (n_answered - first) % WALL_STEP)


def _made(secret: bytes, what: str, address: str) -> bytes:
    return hmac.digest(secret, f"{what}\x1f{address}".encode(), "sha256")


def _codes(secrets_of: Secrets, step: int) -> dict[str, UUID]:
    taken: dict[str, UUID] = {}
    for gathering, secret in secrets_of:
        code = next(one for turn in count() if (one := _code(secret, step, turn)) not in taken)
        taken[code] = gathering
    return taken


def _code(secret: bytes, step: int, turn: int) -> str:
    number = int.from_bytes(_made(secret, "room", f"{step}\x1f{turn}")[:8], "big") % 10**CODE_DIGITS
    return f"{number - number % 2 + step % 2:0{CODE_DIGITS}}"


def _step(now: datetime) -> int:
    return int(now.timestamp() // STEP.total_seconds())
