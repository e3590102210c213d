"""The jobs that send a dispatch and follow what bounced of it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from laerling.invitations import actions
from laerling.kernel import clock
from laerling.kernel.jobs import job


@job("invitations.send_dispatch")
def send_dispatch(*, dispatch_id: str) -> None:
    """Send a dispatch batch by batch, until nothing of it can be sent now."""
    send_all(UUID(dispatch_id), clock=clock.now)


def send_all(dispatch_id: UUID, *, clock: Callable[[], datetime]) -> None:
    """Send a dispatch until nothing of it can be sent now; `clock` tells the time of each batch."""
    while actions.send_batch(dispatch_id=dispatch_id, now=clock()):
        pass


@job("invitations.follow_bounces")
def follow_bounces(*, batch: str) -> None:
    """Let those count as not contacted whom nothing of a dispatch has reached."""
    actions.follow_bounces(dispatch_id=UUID(batch))
