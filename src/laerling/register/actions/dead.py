"""Addresses that mail came back from, and numbers nobody has: noted, marked on contracts, and found as faults."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, Literal

from django.db import connection, transaction

from laerling.audit import actions as audit
from laerling.kernel.types import Actor
from laerling.register.actions import findings
from laerling.register.actions.findings.forecast import NUMBER
from laerling.register.models import Contract, DeadAddress
from laerling.register.queries import Way

Cause = Literal["bounced", "complaint"]

# Addresses as findings compare them; only those that are written well can be dead.
_KEYS: Final[dict[Way, str]] = {
    "email": "CASE email_state WHEN 'ok' THEN lower(email) END",
    "mobile": NUMBER.format(way="mobile"),
}
_DIGEST: Final = "encode(sha256(convert_to(number || E'\\n' || ({key}), 'UTF8')), 'hex')"

_NOTE: Final = """
    INSERT INTO register_deadaddress (contract_number, way, digest, cause, noted_at)
    SELECT DISTINCT number, '{way}', {digest}, %(cause)s, %(now)s::timestamptz FROM register_contract
    WHERE id = ANY(%(ids)s) AND ({key}) IS NOT NULL
    ON CONFLICT (contract_number, way, digest) DO NOTHING
"""
# Whoever asked for no mail stays unwritten to, also where the address has bounced.
_MARK: Final = """
    UPDATE register_contract AS contract
    SET {way}_state = CASE dead.cause WHEN 'bounced' THEN 'bounced' ELSE 'unwanted' END
    FROM register_deadaddress AS dead
    WHERE dead.way = '{way}' AND dead.contract_number = contract.number AND dead.digest = {digest}
"""


@transaction.atomic
def note_dead_addresses(
    *, contract_ids: Iterable[int], way: Way, cause: Cause = "bounced", by: Actor, now: datetime
) -> int:
    """Note that nobody is reached at the addresses of contracts, or that their owner complained; return how many are new.

    Nothing more is sent to them: the contracts are marked, in every round and stage, and again after each extract that
    still has the address. The findings `email_bounced` and `mobile_bounced` follow within a minute. Safe to repeat.
    """
    given = {"ids": list(contract_ids), "cause": cause, "now": now}
    digest = _DIGEST.format(key=_KEYS[way])
    with connection.cursor() as cursor:
        cursor.execute(_NOTE.format(way=way, key=_KEYS[way], digest=digest), given)
        n_new = int(cursor.rowcount)
    if n_new:
        mark(way)
        audit.record("register.addresses.dead", by=by, now=now, way=way, cause=cause, n=n_new)
    return n_new


def mark(*ways: Way) -> int:
    """Mark the contracts whose address is known not to work, and return how many. Needs a transaction.

    After an extract, whose rows say only how an address is written.
    """
    n_marked = 0
    with connection.cursor() as cursor:
        for way in ways or _KEYS:
            cursor.execute(_MARK.format(way=way, digest=_DIGEST.format(key=_KEYS[way])))
            n_marked += cursor.rowcount
    return n_marked


@transaction.atomic
def follow_dead_addresses(*, now: datetime) -> int:
    """Bring findings and forecasts up to date with addresses noted since the last time; return how many. Safe to repeat."""
    fresh = list(
        DeadAddress.objects.select_for_update(skip_locked=True)
        .filter(followed=False)
        .values_list("pk", "contract_number")
    )
    if not fresh:
        return 0
    numbers = {number for _pk, number in fresh}
    for year in Contract.objects.filter(number__in=numbers).values_list("round_id", flat=True).distinct().order_by():
        findings.recompute(round_year=year, now=now)
    return DeadAddress.objects.filter(pk__in=[pk for pk, _number in fresh]).update(followed=True)
