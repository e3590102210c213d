"""The jobs that send a dispatch and follow what bounced of it."""

from uuid import UUID

from laerling.invitations import actions
from laerling.kernel import clock
from laerling.kernel.jobs import job


@job("invitations.send_dispatch")
def send_dispatch(*, dispatch_id: str) -> None:
    """Send a dispatch batch by batch, until nothing of it can be sent now."""
    while actions.send_batch(dispatch_id=UUID(dispatch_id), now=clock.now()):
        pass


@job("invitations.follow_bounces")
def follow_bounces(*, batch: str) -> None:
    """Let those count as not contacted whom nothing of a dispatch has reached, and note whose address is dead."""
    actions.follow_bounces(dispatch_id=UUID(batch))
    actions.note_dead_addresses(dispatch_id=UUID(batch), now=clock.now())


@job("invitations.follow_complaint")
def follow_complaint(*, message_id: str) -> None:
    """Leave whoever complained about a letter alone."""
    actions.follow_complaint(message_id=UUID(message_id), now=clock.now())
