"""Seats: made by the worker while a room is open, and destroyed after it. Only the worker can make links."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction

from laerling.access.policy import whole
from laerling.gatherings import desk, vault
from laerling.gatherings.models import Gathering, Seat
from laerling.gatherings.rules import seal, seat_hash
from laerling.invitations.again.rules import tidied
from laerling.invitations.keys import link_key
from laerling.invitations.queries.audiences import audience_of
from laerling.invitations.rules import Audience
from laerling.invitations.tokens import token


def look_after_rooms(*, now: datetime) -> int:
    """Make the seats of rooms that open, destroy those of rooms that have closed; return how many changed. Safe to repeat."""
    desk.clear_old()
    due = list(Gathering.objects.on(now).filter(seated_at=None).values_list("pk", flat=True))
    open_now = set(Gathering.objects.on(now).values_list("pk", flat=True))
    shut = {gathering for gathering, _secret in vault.every()} - open_now
    for gathering_id in [*due, *shut]:
        make_seats(gathering_id=gathering_id, now=now)
    return len(due) + len(shut)


@transaction.atomic
def make_seats(*, gathering_id: UUID, now: datetime) -> int:
    """Make a gathering's seats anew and return how many there are: none unless its room is open. Safe to repeat.

    Whoever has answered has a seat as well; it opens the thanks. A missing one would tell.
    """
    row = Gathering.objects.select_for_update().filter(pk=gathering_id).first()
    Seat.objects.filter(gathering_id=gathering_id).delete()
    if row is None or not Gathering.objects.on(now).filter(pk=gathering_id).exists():
        Gathering.objects.filter(pk=gathering_id).update(seated_at=None)
        vault.destroy(gathering_id)
        return 0
    secret = vault.ensure(gathering_id)
    pairs = list(_addresses(row))
    shared = Counter(address for address, _token in pairs)
    seats = [
        Seat(gathering_id=gathering_id, seat_hash=seat_hash(secret, address), sealed=seal(secret, address, its_token))
        for address, its_token in pairs
        if shared[address] == 1
    ]
    Seat.objects.bulk_create(seats, batch_size=500)
    Gathering.objects.filter(pk=gathering_id).update(seated_at=now)
    return len(seats)


def _addresses(row: Gathering) -> Iterator[tuple[str, str]]:
    """Yield each person's addresses, tidied, with the token of their link."""
    people = audience_of(whole(row.owner_kind, row.owner_code), row.round_id, Audience.read(row.audience))
    columns = people.values_list("pk", "generation", "member__contract__email", "member__contract__mobile")
    key = link_key(row.round_id) if columns else b""
    for pk, generation, *written in columns:
        for address in {tidied(one) for one in written} - {""}:
            yield address, token(key, pk, generation)
