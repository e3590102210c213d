"""Secrets that are made from a key outside the database and known inside by their hash only. Pure.

The same key and id always give the same secret, so that a letter can be written again and a dump of the database
holds none.
"""

import hmac
from base64 import b32encode
from hashlib import sha256
from typing import Final
from uuid import UUID

# 128 bits.
_TOKEN_BYTES: Final = 16
# Without i, l, o, 0 and 1, which are mistaken for each other on paper. Sixteen of them: 79 bits, and each wrong try waits.
_SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_N_SIGNS: Final = 16
_GROUP: Final = 4


def link_token(key: str, letter_id: UUID) -> str:
    """Return the token of a letter's link: 26 lower-case signs of base32."""
    digest = hmac.digest(key.encode(), b"link" + letter_id.bytes, "sha256")
    return b32encode(digest[:_TOKEN_BYTES]).decode("ascii").rstrip("=").lower()


def office_password(key: str, sign_in_id: UUID) -> str:
    """Return an office's one-time password: four groups of four signs that are easy to read from paper."""
    number = int.from_bytes(hmac.digest(key.encode(), b"office" + sign_in_id.bytes, "sha256"), "big")
    signs = []
    for _ in range(_N_SIGNS):
        number, place = divmod(number, len(_SIGNS))
        signs.append(_SIGNS[place])
    return "-".join("".join(signs[start : start + _GROUP]) for start in range(0, _N_SIGNS, _GROUP))


def as_written(secret: str) -> str:
    """Return a secret as it is compared: capitals, spaces and hyphens do not matter."""
    return "".join(secret.lower().replace("-", "").split())


def fingerprint(secret: str) -> str:
    """Return what a secret is known by: SHA-256 of it as compared, in hexadecimal."""
    return sha256(as_written(secret).encode()).hexdigest()


def counted_as(key: str, kind: str, *parts: str) -> str:
    """Return the name a mistake is counted under. Neither address nor network can be read from it without the key."""
    return hmac.digest(key.encode(), "\x1f".join((kind, *parts)).encode(), "sha256").hex()
