"""The job that makes a release: staff pages cannot read the opened answers, the worker can."""

from contextlib import suppress

from laerling.kernel import clock
from laerling.kernel.jobs import job
from laerling.kernel.types import Actor
from laerling.release import actions


@job("release.make_release")
def make_release(*, round_year: int, account: str) -> None:
    """Make the round's release. Made before is made: the second of two who ask changes nothing.

    What was blocked is written down with its report; trying the same once more would find the same.
    """
    with suppress(actions.AlreadyReleased, actions.UrnNotOpened, actions.NotSafe):
        actions.make_release(round_year=round_year, by=Actor.person(account), now=clock.now())
