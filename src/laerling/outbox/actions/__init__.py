"""Changes to messages: queued once, claimed by one sender, settled by what became of them.

Every change asks for the state it changes from in the same statement, so that whoever comes second changes nothing.
"""

from laerling.outbox.actions.asking import look_up_unknown
from laerling.outbox.actions.claiming import begin, claim, end_lease, release, resolve_expired_leases
from laerling.outbox.actions.queueing import cancel, put_off, queue
from laerling.outbox.actions.receipts import (
    apply_receipts,
    note_missing_receipts,
    note_receipts,
    store_receipts,
)
from laerling.outbox.actions.sending import hand_over
from laerling.outbox.actions.settling import settle

__all__ = [
    "apply_receipts",
    "begin",
    "cancel",
    "claim",
    "end_lease",
    "hand_over",
    "look_up_unknown",
    "note_missing_receipts",
    "note_receipts",
    "put_off",
    "queue",
    "release",
    "resolve_expired_leases",
    "settle",
    "store_receipts",
]
