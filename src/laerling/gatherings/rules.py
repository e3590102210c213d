"""The room's code, the seats' seals and what a wall may show: pure.

A seat is known by a hash of the address its person knows, and holds their link sealed under a key of the same address.
Both are made with the gathering's own secret, which lies outside the database: whoever reads the table reads nothing.
"""

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

# The code on the wall changes so often, and the one before still opens: nobody has to hurry.
STEP: Final = timedelta(minutes=2)
CODE_DIGITS: Final = 6
# People come early and stay on.
OPENS_BEFORE: Final = timedelta(hours=1)
CLOSES_AFTER: Final = timedelta(hours=2)
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


def room_code(secret: bytes, now: datetime) -> str:
    """Return the six figures that open the room now."""
    return _code(secret, _step(now))


def opens(secret: bytes, code: str, now: datetime) -> bool:
    """Return whether a code is the one on the wall, or the one before it."""
    step = _step(now)
    return any(hmac.compare_digest(code.encode(), _code(secret, one).encode()) for one in (step, step - 1))


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


def on_the_wall(n_invited: int, n_answered: int) -> int | None:
    """Return how many have delivered, in whole fives; None where fewer than five are invited (M2, M24)."""
    return None if n_invited < WALL_STEP else n_answered - n_answered % WALL_STEP


def _made(secret: bytes, what: str, address: str) -> bytes:
    return hmac.digest(secret, f"{what}\x1f{address}".encode(), "sha256")


def _code(secret: bytes, step: int) -> str:
    number = int.from_bytes(hmac.digest(secret, b"room\x1f" + step.to_bytes(8, "big"), "sha256")[:8], "big")
    return f"{number % 10**CODE_DIGITS:0{CODE_DIGITS}}"


def _step(now: datetime) -> int:
    return int(now.timestamp() // STEP.total_seconds())
