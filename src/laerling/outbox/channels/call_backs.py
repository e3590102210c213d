"""Where providers call back to, and what they show: an address of the staff site and a secret in it or beside it."""

import hmac
from uuid import UUID

from django.conf import settings

_BASE = "/kvittering"


def report_url(provider: str) -> str:
    """Return the address where an SMS gateway tells what became of messages; for those that can only call an address."""
    return f"{settings.STAFF_URL}{_BASE}/sms/{provider}/{settings.RECEIPTS_SECRET}/"


def condition_url(message_id: UUID) -> str:
    """Return the address that tells whether a message still may go. What it shows opens this one question only."""
    return f"{settings.STAFF_URL}{_BASE}/kan-sendes/{message_id}/{proof(message_id)}/"


def proof(message_id: UUID) -> str:
    """Return what shows that a question about a message comes from whom we gave its address."""
    return hmac.digest(settings.RECEIPTS_SECRET.encode(), message_id.bytes, "sha256").hex()


def is_ours(shown: str, expected: str = "") -> bool:
    """Return whether what was shown is the secret, or what else is expected; in the same time whatever was shown."""
    return hmac.compare_digest(shown.encode(), (expected or settings.RECEIPTS_SECRET).encode())
