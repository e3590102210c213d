"""The beat of the clockwork."""

from laerling.kernel import clock, jobs
from laerling.kernel.jobs import every
from laerling.season import actions


@every("* * * * * */10", "season.tick")
def tick() -> None:
    """Do what is due, every ten seconds."""
    actions.tick(now=clock.now())


@every("* * * * * */30", "season.retry_stalled")
async def retry_stalled() -> None:
    """Put jobs whose worker died back in the queue, every half minute."""
    await jobs.retry_stalled()
