"""What is built in which order, up to the moment the demo's clock is to start at."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from laerling.demo import sign_ins
from laerling.demo.build import answering, outreach, registers
from laerling.demo.build.accounts import make_accounts
from laerling.demo.build.steps import take
from laerling.kernel import clock

YEAR: Final = 2026
# Where the clock starts when nobody says otherwise: the survey is open, and one county has not begun.
STARTS_AT: Final = datetime.combine(date(YEAR, 10, 20), time(9))


def ensure_built(*, home: Path, at: datetime | None) -> bool:
    """Build the round as it stood at `at` (Oslo wall-clock time) if this home has none; return whether it was built.

    What lies after `at` is left to whoever tries the demo. A build that was broken off goes on where it stopped.
    """
    if sign_ins.load(home=home) is not None:
        return False
    september = registers.September(home / registers.FOLDER, YEAR)
    until = _instant(at or STARTS_AT)
    steps = (
        *september.steps(),
        *answering.key_steps(home=home, year=YEAR),
        *outreach.steps(home=home, year=YEAR, until=until),
        *answering.steps(home=home, year=YEAR),
    )
    take(step for step in steps if step.at <= until)
    accounts = make_accounts(office=september.office_across, year=YEAR, now=september.starts_at)
    sign_ins.save(sign_ins.SignIns(accounts, answering.spare_path(YEAR)), home=home)
    return True


def set_clock(*, at: datetime | None, slept_seconds: float, is_new: bool) -> None:
    """Let the clock show `at`; without it a new demo starts at STARTS_AT, and an old one goes on where it stopped."""
    if at is None and not is_new:
        clock.set_demo_clock(clock.now() - timedelta(seconds=slept_seconds))
    else:
        clock.set_demo_clock(_instant(at or STARTS_AT))


def _instant(moment: datetime) -> datetime:
    return clock.oslo_instant(moment.date(), moment.time())
