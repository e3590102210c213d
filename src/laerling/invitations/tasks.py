"""The jobs of the station: a dispatch is sent, the round is counted."""

from uuid import UUID

from laerling.invitations import actions
from laerling.invitations.tallies import actions as tallies
from laerling.kernel import clock
from laerling.kernel.jobs import job


@job("invitations.send_dispatch")
def send_dispatch(*, dispatch_id: str) -> None:
    """Send a dispatch batch by batch, until nothing of it can be sent now."""
    while actions.send_batch(dispatch_id=UUID(dispatch_id), now=clock.now()):
        pass


@job("invitations.count_answers")
def count_answers(*, round_year: int) -> None:
    """Count how far a round has come, at once."""
    tallies.count(round_year=round_year, now=clock.now())
