"""The jobs that send dispatches and tests, follow what bounced of them, and count how far the round has come."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection

from laerling.invitations import actions
from laerling.invitations.again import actions as again
from laerling.invitations.tallies import actions as tallies
from laerling.kernel import clock
from laerling.kernel.jobs import every, job

LANES: Final = 2


@job("invitations.send_dispatch")
def send_dispatch(*, dispatch_id: str) -> None:
    """Send a dispatch batch by batch, until nothing of it can be sent now."""
    send_all(UUID(dispatch_id), clock=clock.now)


def send_all(dispatch_id: UUID, *, clock: Callable[[], datetime], lanes: int = LANES) -> None:
    """Send a dispatch until nothing of it can be sent now; `clock` tells the time of each batch.

    While one lane waits for the database another hands messages over; each claims batches of its own.
    """

    def send() -> None:
        try:
            while actions.send_batch(dispatch_id=dispatch_id, now=clock()):
                pass
        finally:
            if lanes > 1:
                connection.close()

    if lanes == 1:
        send()
        return
    with ThreadPoolExecutor(lanes, thread_name_prefix="lane") as pool:
        for lane in [pool.submit(send) for _ in range(lanes)]:
            lane.result()


@job("invitations.follow_bounces")
def follow_bounces(*, batch: str) -> None:
    """Let those count as not contacted whom nothing of a dispatch has reached, and note whose address is dead."""
    actions.follow_bounces(dispatch_id=UUID(batch))
    actions.note_dead_addresses(dispatch_id=UUID(batch), now=clock.now())


@job("invitations.follow_complaint")
def follow_complaint(*, message_id: str) -> None:
    """Leave whoever complained about a letter alone."""
    actions.follow_complaint(message_id=UUID(message_id), now=clock.now())


@job("invitations.send_trial")
def send_trial(*, trial_id: str) -> None:
    """Send a test to whoever asked for it."""
    actions.send_trial(trial_id=UUID(trial_id), now=clock.now())


@every("* * * * * */30", "invitations.send_trials")
def send_trials() -> None:
    """Send tests that could not be sent before, every half minute."""
    for trial_id in actions.waiting_trials():
        actions.send_trial(trial_id=trial_id, now=clock.now())


@job("invitations.count_answers")
def count_answers(*, round_year: int) -> None:
    """Count how far a round has come, at once."""
    tallies.count(round_year=round_year, now=clock.now())


@every("* * * * * */10", "invitations.send_links_again")
def send_links_again() -> None:
    """Send their link again to those who have lost it and asked for it, every ten seconds."""
    again.answer_requests(now=clock.now())
