"""The job that sends a dispatch."""

from uuid import UUID

from laerling.invitations import actions
from laerling.kernel import clock
from laerling.kernel.jobs import job


@job("invitations.send_dispatch")
def send_dispatch(*, dispatch_id: str) -> None:
    """Send a dispatch batch by batch, until nothing of it can be sent now."""
    while actions.send_batch(dispatch_id=UUID(dispatch_id), now=clock.now()):
        pass
