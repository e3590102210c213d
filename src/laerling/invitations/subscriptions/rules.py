"""What is kept of a calendar address's token. Pure."""

from hashlib import sha256


def token_hash(token: str) -> bytes:
    """Return what is kept of a token: enough to know it again, too little to make it."""
    return sha256(token.encode()).digest()
