"""The beat that chains what was done."""

from laerling.audit import actions
from laerling.kernel import clock
from laerling.kernel.jobs import every


@every("* * * * *", "audit.extend_ledger")
def extend_ledger() -> None:
    """Chain what was done since the minute before."""
    actions.extend_ledger(now=clock.now())
