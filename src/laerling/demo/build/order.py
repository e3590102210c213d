"""What is built in which order, up to the moment the demo's clock is to start at."""

from datetime import datetime, timedelta
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Final

from laerling.demo import sign_ins
from laerling.demo.build import answering, history, last_year, outreach, registers
from laerling.demo.build.accounts import make_accounts
from laerling.demo.build.crew import n_workers
from laerling.demo.build.steps import Progress, Step, take
from laerling.kernel import clock
from laerling.rounds import queries as rounds

YEAR: Final = 2026
# Where the clock starts when nobody says otherwise: the survey is open, and one county has not begun.
STARTS_AT: Final = datetime(YEAR, 10, 20, 9, tzinfo=clock.OSLO)
_DAYS_GO_BY: Final = timedelta(hours=12)


class _Crowd:
    """Those who can sign in."""

    def __init__(self, accounts: tuple[sign_ins.SignIn, ...]) -> None:
        self.accounts = accounts

    def sign_up(self, september: registers.Registers, _progress: Progress) -> None:
        """Make the accounts, when an earlier build has not."""
        self.accounts = self.accounts or make_accounts(
            office=september.office_across, year=YEAR, now=september.starts_at
        )


def ensure_built(*, home: Path, at: datetime | None, scale: float = 1.0, workers: int | None = None) -> bool:
    """Build the round as it stood at `at` as far as it is not built yet; return whether there was anything to build.

    What lies after `at` is left to whoever tries the demo, or to a later start with a later `at`. A build that was
    broken off goes on where it stopped: every step is safe to repeat. `scale` shrinks the country; `workers` is how
    many processes send and answer.
    """
    known = sign_ins.load(home=home)
    if known and (at is None or at.isoformat() <= known.built_until or rounds.get(YEAR).closed_at):
        return False
    hands = workers or n_workers()
    september = registers.Registers(home / registers.FOLDER, YEAR, scale=scale)
    # However early the clock is to start, there are registers and accounts to look at.
    until = max(at or STARTS_AT, september.starts_at)
    crowd = _Crowd(known.accounts if known else ())
    steps = (
        *september.steps(until=until),
        *history.write_steps(home=home, scale=scale, at=september.starts_at),
        *last_year.steps(folder=home / history.FOLDER, year=YEAR, at=september.starts_at),
        Step("Sign-ins", september.starts_at, 4, "accounts", partial(crowd.sign_up, september)),
        *answering.key_steps(home=home, year=YEAR),
        *outreach.steps(home=home, year=YEAR, until=until, workers=hands),
        *answering.answer_steps(year=YEAR, until=until, workers=hands),
        *history.result_steps(year=YEAR, until=until),
    )
    # What is to be done at the same time is done in the order of the list.
    take(sorted((step for step in steps if step.at <= until), key=attrgetter("at")))
    path = answering.spare_path(YEAR) if rounds.get(YEAR).opens_at <= until else ""
    sign_ins.save(sign_ins.SignIns(crowd.accounts, path, until.isoformat()), home=home)
    return True


def set_clock(*, at: datetime | None, slept_seconds: float, is_new: bool) -> None:
    """Let the clock show `at`; without it a new demo starts at STARTS_AT, and an old one goes on where it stopped."""
    if is_new:
        clock.set_demo_clock(at or STARTS_AT)
    elif at is None:
        clock.set_demo_clock(clock.now() - timedelta(seconds=slept_seconds))
    else:
        move_clock(at)


def move_clock(to: datetime) -> None:
    """Let the clock show `to`. Where days of answering lie between, those who have had a message answer meanwhile."""
    now, this_round = clock.now(), rounds.get(YEAR)
    begins, ends = max(now, this_round.opens_at), min(to, this_round.closes_at)
    if this_round.closed_at is None and ends - begins >= _DAYS_GO_BY:
        # The clock may have been set back to before the opening: people answer once it is open.
        answering.answer_reached(YEAR, begins=begins, ends=ends)
    clock.set_demo_clock(to)
