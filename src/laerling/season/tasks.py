"""The beat of the clockwork."""

from laerling.invitations.tallies import actions as tallies
from laerling.kernel import clock, jobs
from laerling.kernel.jobs import every
from laerling.season import actions


@every("* * * * * */10", "season.tick")
def tick() -> None:
    """Do what is due, every ten seconds."""
    actions.tick(now=clock.now())


@every("* * * * * */10", "season.look_after_extracts")
def look_after_extracts() -> None:
    """Take in what lies in the inbox folder, every ten seconds, beside the calendar's steps: neither holds the other up."""
    actions.look_after_extracts(now=clock.now())


@every("* * * * * */30", "season.retry_stalled")
async def retry_stalled() -> None:
    """Put jobs whose worker died back in the queue, every half minute."""
    await jobs.retry_stalled()


@every("*/5 * * * * 30", "season.read_bounces")
def read_bounces() -> None:
    """Read the mailbox where bounces come, every five minutes."""
    actions.read_bounces(now=clock.now())


@every("* * * * * 45", "season.read_changes")
def read_changes() -> None:
    """Read what has become of messages where the gateway keeps a list and does not call back (Altinn), every minute."""
    actions.read_changes(now=clock.now())


@every("* * * * * */20", "season.count_answers")
def count_answers() -> None:
    """Count how far open rounds have come as soon as new ten minutes have begun: pages read the counts only."""
    tallies.count_due(clock.now())
