"""The jobs that send dispatches and follow what bounced of them, and that send tests to oneself."""

from uuid import UUID

from laerling.invitations import actions
from laerling.kernel import clock
from laerling.kernel.jobs import every, job


@job("invitations.send_dispatch")
def send_dispatch(*, dispatch_id: str) -> None:
    """Send a dispatch batch by batch, until nothing of it can be sent now."""
    while actions.send_batch(dispatch_id=UUID(dispatch_id), now=clock.now()):
        pass


@job("invitations.follow_bounces")
def follow_bounces(*, batch: str) -> None:
    """Let those count as not contacted whom nothing of a dispatch has reached."""
    actions.follow_bounces(dispatch_id=UUID(batch))


@job("invitations.send_trial")
def send_trial(*, trial_id: str) -> None:
    """Send a test to whoever asked for it."""
    actions.send_trial(trial_id=UUID(trial_id), now=clock.now())


@every("* * * * * */30", "invitations.send_trials")
def send_trials() -> None:
    """Send tests that could not be sent before, every half minute."""
    for trial_id in actions.waiting_trials():
        actions.send_trial(trial_id=trial_id, now=clock.now())
