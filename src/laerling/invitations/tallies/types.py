"""What is handed out of the counts."""

from dataclasses import dataclass
from datetime import date
from typing import Final

# So many percentage points behind all units together, a unit is said to be far behind.
FAR_BEHIND: Final = 10.0


@dataclass(frozen=True, slots=True)
class Share:
    """How far one part has come; `n_answered` None where it may not be shown.

    `kind` is whole, county, office, establishment or trade; the code "~" is those too small to stand alone, together.
    `n_email` and `n_sms` had at least one message that way; `n_no_address` have had none and cannot be written to.
    """

    kind: str
    code: str
    name: str
    n_invited: int = 0
    n_reached: int = 0
    n_email: int = 0
    n_sms: int = 0
    n_no_address: int = 0
    n_answered: int | None = 0

    @property
    def pct(self) -> float | None:
        """Answered of invited in per cent (response_rate); None where hidden, or where nobody is invited."""
        if self.n_answered is None or not self.n_invited:
            return None
        return 100 * self.n_answered / self.n_invited

    @property
    def n_waiting(self) -> int:
        """How many have had no message, and can be written to."""
        return self.n_invited - self.n_reached - self.n_no_address


@dataclass(frozen=True, slots=True)
class Day:
    """Where a unit stood when a day ended. `number` is the day of the round, 1 when it opened."""

    number: int
    day: date
    n_invited: int
    n_answered: int

    @property
    def pct(self) -> float:
        """Answered of invited in per cent."""
        return 100 * self.n_answered / self.n_invited


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit below and whether it has begun: what was sent last, what is planned next, how far it has come.

    `far_behind` is by how many percentage points fewer have answered than in all units together, None where not known.
    """

    share: Share
    last_sent_on: date | None
    next_planned_on: date | None
    far_behind: float | None

    @property
    def state(self) -> str:
        """Return silent (nothing sent, nothing planned), planned (nothing sent yet), behind (far) or begun."""
        if not self.share.n_reached:
            return "planned" if self.next_planned_on else "silent"
        return "behind" if (self.far_behind or 0.0) >= FAR_BEHIND else "begun"
