"""Jobs about accounts."""

from uuid import UUID

from laerling.access import actions
from laerling.access.actions.letters import RESET_JOB
from laerling.kernel import clock
from laerling.kernel.jobs import every, job


@job(RESET_JOB)
def answer_reset_request(*, request_id: str) -> None:
    """Look up for whom a new password is wanted, and send a link where there is somebody."""
    actions.answer_reset_request(request_id=UUID(request_id), now=clock.now())


@every("15 3 * * * 0", "access.tidy")
def tidy() -> None:
    """Forget old mistakes, every night."""
    actions.attempts.tidy(now=clock.now())


@every("*/10 * * * * 0", "access.attest")
def attest() -> None:
    """Ask who still belongs, remind, and end what nobody confirmed: looked at every ten minutes, done once a year each."""
    actions.attest(now=clock.now())
