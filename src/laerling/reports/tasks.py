"""The job that makes one unit's reports of the fixed set."""

from laerling.kernel import clock
from laerling.kernel.jobs import job
from laerling.reports.ready import actions


@job(actions.JOB)
def make_unit_reports(*, round_year: int, level: str, code: str) -> None:
    """Make the files that one unit lacks. A fault is this unit's alone: the others' jobs go on."""
    actions.make_unit_reports(round_year=round_year, level=level, code=code, now=clock.now())
