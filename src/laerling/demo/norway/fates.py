"""What becomes of a contract: interrupted, ended, not approved; and what happens to it in September."""

# Shares and spans of an invented country are its data.
# ruff: noqa: PLR2004

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Final

from laerling.demo.norway.calendar import Days, months_later, written
from laerling.demo.norway.courses import Count
from laerling.demo.norway.layout import Col, Row
from laerling.demo.norway.numbers import mobile

# Shares of contracts that end, are interrupted, are prolonged or get another number in September.
ENDED, INTERRUPTED, PROLONGED, NEW_MOBILE = 0.006, 0.006, 0.004, 0.02
# August's contracts are not all registered by September; a very few contracts are gone again from a later extract.
LATE_AUGUST: Final = 0.08
GONE_SECOND, GONE_FINAL = 0.0006, 0.0012


class Fates:
    """Draws what becomes of contracts, seen from one round."""

    def __init__(self, rng: Random, days: Days) -> None:
        """`days` are those of the round."""
        self.rng = rng
        self.days = days

    def early(self, row: Row, start: date, cohort: str) -> None:
        """Write interruptions, ends and missing approvals that every extract of the round knows of."""
        rng, days = self.rng, self.days
        drawn = rng.random()
        if cohort == "finished":
            if drawn < 0.9:
                row[Col.ENDED], row[Col.END_CODE] = row[Col.ENDS], "FU"
        elif drawn < 0.018 and start < days.preliminary:
            since = max(start, date(days.year, 1, 5)) + timedelta(days=int(rng.random() * 60))
            row[Col.ENDED], row[Col.END_CODE] = written(min(since, days.preliminary)), rng.choice(("HE", "AB", "OP"))
        elif drawn < 0.021:
            row[Col.APPROVED] = "" if rng.random() < 0.7 else written(days.final + timedelta(days=1))
        elif drawn < 0.054 and cohort != "this_autumn":
            row[Col.INTERRUPTED_FROM], row[Col.INTERRUPTED_TO] = self._interruption(start)

    def september(self, rows: Sequence[Row]) -> None:
        """Let something happen in September to a few: the extracts after it know."""
        drawn = self.rng.random()
        if drawn >= ENDED + INTERRUPTED + PROLONGED + NEW_MOBILE:
            return
        on = self.days.preliminary + timedelta(days=2 + int(self.rng.random() * 26))
        changed = self._change(rows[Count.FINAL], drawn, on)
        for extract in (Count.SECOND, Count.FINAL):
            if on < self.days.counted[extract]:
                for column, value in changed.items():
                    rows[extract][column] = value

    def is_near(self, row: Row, start: date, end: date) -> bool:
        """Whether the dates are such that the person would be asked, so that a few days make the difference."""
        return (
            months_later(start, 11) < self.days.final
            and end >= self.days.closes
            and row[Col.KIND] in "LO"
            and row[Col.APPROVED] != ""
            and not row[Col.END_CODE]
            and not row[Col.INTERRUPTED_FROM]
        )

    def unknown_to(self, start: date) -> tuple[bool, bool, bool]:
        """Which extracts do not know a contract: registered too late for them, or, for a very few, gone again."""
        days, drawn = self.days, self.rng.random()
        if start >= days.preliminary:
            return True, start >= days.second, False
        if (start.year, start.month) == (days.year, 8) and drawn < LATE_AUGUST:
            return True, drawn < LATE_AUGUST / 3, False
        return False, drawn > 1 - GONE_SECOND, drawn > 1 - GONE_FINAL

    def _change(self, row: Row, drawn: float, on: date) -> dict[Col, str]:
        """Return which columns change on the day; `drawn` tells what happens."""
        rng = self.rng
        if drawn >= ENDED + INTERRUPTED + PROLONGED:
            return {Col.MOBILE: mobile(rng)}
        if row[Col.END_CODE]:
            return {}
        if drawn >= ENDED + INTERRUPTED:
            return {Col.ENDS: written(self.days.final + timedelta(days=100 + int(rng.random() * 300)))}
        if drawn >= ENDED:
            return {} if row[Col.INTERRUPTED_FROM] else {Col.INTERRUPTED_FROM: written(on)}
        return {Col.ENDED: written(on), Col.END_CODE: rng.choice(("HE", "OP"))}

    def _interruption(self, start: date) -> tuple[str, str]:
        """Long past, running without end, or touching the answering days on the edge."""
        rng, days = self.rng, self.days
        drawn = rng.random()
        earliest = start + timedelta(days=30)
        if drawn < 0.42:
            since = min(earliest + timedelta(days=int(rng.random() * 90)), days.preliminary - timedelta(days=40))
            return written(since), written(since + timedelta(days=14 + int(rng.random() * 20)))
        if drawn < 0.7:
            return written(max(earliest, days.preliminary - timedelta(days=int(rng.random() * 200)))), ""
        if drawn < 0.9:
            until = days.opens + timedelta(days=int(rng.random() * 12) - 2)
            return written(days.preliminary - timedelta(days=int(rng.random() * 60))), written(until)
        return written(days.closes + timedelta(days=int(rng.random() * 3) - 1)), ""
