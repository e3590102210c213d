"""What providers tell later: stored as it comes, applied in order, only forward."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from laerling.outbox.actions.settling import tell_of_bounces
from laerling.outbox.models import Message, StoredReceipt
from laerling.outbox.rules import RECEIPT_AWAITED, RECEIPT_KEPT, moved
from laerling.outbox.types import Channel, Noted, Receipt, State

_AT_ONCE = 500

_APPLY = """
UPDATE outbox_message AS message
SET state = told.state, reason = told.reason, lease_id = NULL, place = NULL, uncertain = false, settled_at = %s,
    provider_reference = coalesce(nullif(message.provider_reference, ''), told.provider_reference)
FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[]) AS told (id, state, reason, provider_reference)
WHERE message.id = told.id
"""


def store_receipts(receipts: Iterable[Receipt], *, now: datetime) -> int:
    """Keep receipts for the worker to apply, and return how many. Only rows are added: a call-back may do no more."""
    return len(
        StoredReceipt.objects.bulk_create(
            StoredReceipt(
                channel=receipt.channel,
                provider=receipt.provider,
                message_id=receipt.message_id,
                provider_reference=receipt.provider_reference,
                state=receipt.state,
                reason=receipt.reason,
                received_at=now,
            )
            for receipt in receipts
        )
    )


def apply_receipts(*, now: datetime) -> int:
    """Apply the receipts that are stored and return how many messages changed. Those of unknown messages stay a day."""
    n_changed, after = 0, 0
    while True:
        with transaction.atomic():
            waiting = StoredReceipt.objects.select_for_update(skip_locked=True).filter(pk__gt=after).order_by("pk")
            rows = list(waiting[:_AT_ONCE])
            if not rows:
                return n_changed
            noted = note_receipts([_receipt(row) for row in rows], now=now)
            n_changed += noted.n_changed
            unknown = set(noted.unknown)
            done = [row.pk for row in rows if _receipt(row) not in unknown or row.received_at < now - RECEIPT_KEPT]
            StoredReceipt.objects.filter(pk__in=done).delete()
        after = rows[-1].pk


@transaction.atomic
def note_receipts(receipts: Iterable[Receipt], *, now: datetime) -> Noted:
    """Write down what receipts tell, in their order: only forward (`rules.moved`), and a repeated one changes nothing.

    Who sent the batch is told of what bounced by the job "<source>.follow_bounces".
    """
    told = tuple(receipts)
    found = _Found(told)
    changed: dict[UUID, Receipt] = {}
    unknown = []
    for receipt in told:
        message = found.of(receipt)
        if message is None:
            unknown.append(receipt)
            continue
        state = moved(message.state, receipt.state)
        if state is not None or _adds_reason(message, receipt):
            message.state, message.reason = state or message.state, receipt.reason
            changed[message.pk] = receipt
    _write([(found.by_id[pk], receipt) for pk, receipt in changed.items()], now)
    return Noted(len(changed), len(told) - len(unknown) - len(changed), tuple(unknown))


def note_missing_receipts(*, now: datetime) -> int:
    """Mark SMS whose receipt has not come in three days, and return how many: they stay accepted, and count as sent."""
    return Message.objects.filter(
        channel="sms", state=State.ACCEPTED, reason="", settled_at__lt=now - RECEIPT_AWAITED
    ).update(reason="no_receipt")


class _Found:
    """The messages that receipts are about, their rows locked, always in the same order."""

    def __init__(self, told: Sequence[Receipt]) -> None:
        ids = {receipt.message_id for receipt in told if receipt.message_id}
        references = {receipt.provider_reference for receipt in told if not receipt.message_id}
        named = Message.objects.filter(pk__in=ids)
        if references:
            by_reference = Message.objects.filter(provider_reference__in=references).exclude(provider_reference="")
            ids.update(by_reference.values_list("pk", flat=True))
            named = Message.objects.filter(pk__in=ids)
        rows = list(named.order_by("pk").select_for_update())
        self.by_id = {message.pk: message for message in rows}
        self._by_reference = {(row.channel, row.provider_reference): row for row in rows if row.provider_reference}

    def of(self, receipt: Receipt) -> Message | None:
        if receipt.message_id:
            message = self.by_id.get(receipt.message_id)
            return message if message is not None and message.channel == receipt.channel else None
        return self._by_reference.get((receipt.channel, receipt.provider_reference))


def _adds_reason(message: Message, receipt: Receipt) -> bool:
    """Return whether a receipt says no more than why an accepted message is late: noted, and nothing moves."""
    return (
        message.state == receipt.state == State.ACCEPTED and bool(receipt.reason) and receipt.reason != message.reason
    )


def _write(changed: list[tuple[Message, Receipt]], now: datetime) -> None:
    if not changed:
        return
    rows = [(m.pk, str(m.state), m.reason, receipt.provider_reference) for m, receipt in changed]
    with connection.cursor() as cursor:
        cursor.execute(_APPLY, [now, *map(list, zip(*rows, strict=True))])
    tell_of_bounces((m.batch, m.source) for m, _receipt in changed if m.state == State.BOUNCED)


def _receipt(row: StoredReceipt) -> Receipt:
    channel: Channel = row.channel  # type: ignore[assignment]
    return Receipt(channel, row.provider, row.message_id, row.provider_reference, State(row.state), row.reason)
