"""Seats: made by the worker while a room is open, and destroyed after it. Only the worker can make links."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q

from laerling.gatherings import vault
from laerling.gatherings.models import Gathering, Seat
from laerling.gatherings.queries import n_others, people_of
from laerling.gatherings.rules import SEATS_LAST, counted_from, on_the_wall, seal, seat_hash
from laerling.invitations.again.rules import tidied
from laerling.invitations.keys import link_key
from laerling.invitations.tokens import token


def look_after_rooms(*, now: datetime) -> int:
    """Make the seats of rooms that open, destroy those of rooms that have closed; return how many changed. Safe to repeat."""
    on = Gathering.objects.on(now)
    due = set(on.filter(Q(seated_at=None) | Q(seated_at__lt=now - SEATS_LAST)).values_list("pk", flat=True))
    left = set(Seat.objects.exclude(gathering__in=on).values_list("gathering_id", flat=True).distinct())
    left |= {gathering for gathering, _secret in vault.every()} - set(on.values_list("pk", flat=True))
    for gathering_id in due | left:
        make_seats(gathering_id=gathering_id, now=now)
    since = counted_from(now)
    for row in on.filter(Q(counted_at=None) | Q(counted_at__lt=since)):
        _count(row, since)
    return len(due | left)


@transaction.atomic
def make_seats(*, gathering_id: UUID, now: datetime) -> int:
    """Make a gathering's seats anew and return how many there are: none unless its room is open. Safe to repeat.

    Whoever has answered has a seat as well; it opens the thanks. A missing one would tell.
    """
    row = Gathering.objects.select_for_update().filter(pk=gathering_id).first()
    Seat.objects.filter(gathering_id=gathering_id).delete()
    if row is None or not Gathering.objects.on(now).filter(pk=gathering_id).exists():
        Gathering.objects.filter(pk=gathering_id).update(seated_at=None, n_delivered=None, counted_at=None)
        # Were the secret gone and the seats not, nobody could say so; were it the other way round, the next look does it.
        transaction.on_commit(lambda: vault.destroy(gathering_id))
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


def _count(row: Gathering, since: datetime) -> None:
    """Write what the wall shows until its code changes: who looks at it every second sees no more than the others."""
    secret = vault.read(row.pk)
    if secret is None:
        return
    counted = people_of(row).aggregate(n=Count("pk"), answered=Count("pk", filter=Q(answered=True)))
    shown = on_the_wall(secret, n_people=counted["n"], n_answered=counted["answered"], n_others=n_others(row))
    Gathering.objects.filter(pk=row.pk).update(n_delivered=shown, counted_at=since)


def _addresses(row: Gathering) -> Iterator[tuple[str, str]]:
    """Yield each person's addresses, tidied, with the token of their link."""
    columns = people_of(row).values_list("pk", "generation", "member__contract__email", "member__contract__mobile")
    key = link_key(row.round_id) if columns else b""
    for pk, generation, *written in columns:
        for address in {tidied(one) for one in written} - {""}:
            yield address, token(key, pk, generation)
