"""The jobs that send a dispatch and follow what bounced of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection

from laerling.invitations import actions
from laerling.kernel import clock
from laerling.kernel.jobs import job

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
