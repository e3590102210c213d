"""The outbox's own beats: receipts applied, gateways asked."""

from laerling.kernel import clock
from laerling.kernel.jobs import every
from laerling.outbox import actions
from laerling.outbox.channels import sms
from laerling.outbox.types import Channel, LookUp

# The channels whose gateway can be asked what became of a message. Mail cannot: it stays unknown until it bounces.
_ASKED: dict[Channel, LookUp] = {"sms": sms.look_up}


@every("* * * * * */10", "outbox.apply_receipts")
def apply_receipts() -> None:
    """Apply the receipts that call-backs have stored, every ten seconds."""
    actions.apply_receipts(now=clock.now())


@every("* * * * * */30", "outbox.look_up_unknown")
def look_up_unknown() -> None:
    """Ask the gateways about messages with unknown outcome, every half minute."""
    for channel, look_up in _ASKED.items():
        actions.look_up_unknown(channel=channel, look_up=look_up, now=clock.now())


@every("7 * * * *", "outbox.note_missing_receipts")
def note_missing_receipts() -> None:
    """Mark SMS whose receipt has not come in three days, every hour."""
    actions.note_missing_receipts(now=clock.now())
