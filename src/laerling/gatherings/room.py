"""The answering site's way into a room: which gathering a code opens, and the seat an address knows.

Its role reads no table of gatherings: it calls one function of the database, and has the secrets of open rooms in files.
"""

from datetime import datetime
from uuid import UUID

from django.db import connection

from laerling.gatherings import rules, vault


def opened_by(code: str, now: datetime) -> UUID | None:
    """Return the gathering whose room a code opens now, or None. Codes of two rooms that are alike open neither."""
    found = [gathering for gathering, secret in vault.every() if rules.opens(secret, code, now)]
    return found[0] if len(found) == 1 else None


def claim(gathering: UUID, address: str) -> str | None:
    """Return the token of the link that belongs to a tidied address in this room, or None. Changes nothing."""
    secret = vault.read(gathering)
    if secret is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT gatherings_seat(%s, %s)", [gathering, rules.seat_hash(secret, address)])
        sealed = cursor.fetchone()[0]
    return rules.unseal(secret, address, bytes(sealed)) if sealed else None
