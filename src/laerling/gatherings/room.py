"""The answering site's way into a room: which gathering a code opens, and the seat an address knows.

Its role reads no table of gatherings: it calls one function of the database, and has the secrets of open rooms in files.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection

from laerling.gatherings import rules, vault


def opened_by(code: str, now: datetime) -> UUID | None:
    """Return the gathering whose room a code opens now, or None."""
    return rules.opened_by(vault.every(), code, now)


def is_open(gathering: UUID) -> bool:
    """Return whether a room that a code has opened still is."""
    return vault.read(gathering) is not None


def address(code: str) -> str:
    """Return where a phone goes that reads the wall."""
    return f"{settings.ANSWERING_URL.rstrip('/')}/rom/?kode={code}"


def claim(gathering: UUID, address: str) -> str | None:
    """Return the token of the link that belongs to a tidied address in this room, or None. Changes nothing."""
    secret = vault.read(gathering)
    if secret is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT gatherings_claim(%s, %s)", [gathering, rules.seat_hash(secret, address)])
        sealed = cursor.fetchone()[0]
    try:
        return rules.unseal(secret, address, bytes(sealed)) if sealed else None
    except rules.SeatFault:
        return None
