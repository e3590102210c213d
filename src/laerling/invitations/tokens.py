"""The personal link's token: made from a secret outside the database, known inside by its hash only. Pure.

The same secret, invitation and generation always give the same token, so a reminder carries the same link and a dump
of the database carries none.
"""

import hmac
from base64 import b32encode
from hashlib import sha256
from uuid import UUID

# 128 bits: 10^9 guesses against 25,000 links succeed with a chance of 7 in 10^26.
_TOKEN_BYTES = 16


def token(key: bytes, invitation_id: UUID, generation: int) -> str:
    """Return the token of an invitation: 26 lower-case signs of base32, 128 bits of HMAC-SHA256."""
    digest = hmac.digest(key, invitation_id.bytes + generation.to_bytes(2, "big"), "sha256")
    return b32encode(digest[:_TOKEN_BYTES]).decode("ascii").rstrip("=").lower()


def link_hash(written: str) -> bytes:
    """Return the hash a token is known by (SHA-256, 32 bytes); capitals and spaces around do not matter."""
    return sha256(written.strip().lower().encode()).digest()
