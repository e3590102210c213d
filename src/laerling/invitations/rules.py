"""Who may be written to and what may be shown of it: pure decisions on values."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

# A status count of a smaller group would tell who has answered (M2, M19).
SMALLEST_GROUP_SHOWN = 5

_FILTERS = ("counties", "offices", "establishments", "trades")
_SWITCHES = ("only_not_invited", "only_without_email", "only_mail_so_far")

# By what a message goes, and what a dispatch goes by: "either" is e-mail, and SMS for those whom no e-mail reaches.
Channel = Literal["email", "sms"]
DispatchChannel = Literal["email", "sms", "either"]


def channels(by: DispatchChannel) -> tuple[Channel, ...]:
    """Return the channels a dispatch goes by, the first choice first."""
    return ("email", "sms") if by == "either" else (by,)


def spends_quota(by: DispatchChannel) -> bool:
    """Return whether a dispatch takes one of the unit's places for SMS (M18)."""
    return "sms" in channels(by)


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a dispatch is for, within the sender's own people. An empty filter leaves all; filters narrow together.

    `offices` holds organisation numbers, "" for independent establishments; `trades` holds programme area
    codes; `only_not_invited` leaves out everybody who has had a message this round, `only_without_email` those whom
    e-mail reaches, `only_mail_so_far` those who have had an SMS, or nothing.
    """

    counties: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    establishments: tuple[str, ...] = ()
    trades: tuple[str, ...] = ()
    only_not_invited: bool = False
    only_without_email: bool = False
    only_mail_so_far: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether anybody is left out."""
        return self != Audience()

    def stored(self) -> dict[str, Any]:
        """Return the audience as it is kept with the dispatch: filters in use only."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def read(cls, stored: dict[str, Any]) -> Self:
        """Return the audience of a stored dispatch."""
        kept: dict[str, Any] = {name: tuple(stored.get(name, ())) for name in _FILTERS}
        kept |= {name: bool(stored.get(name)) for name in _SWITCHES}
        return cls(**kept)


@dataclass(frozen=True, slots=True)
class Unit:
    """How far one unit has come: people invited, people written to, people who have answered (None: not shown)."""

    kind: str
    code: str
    name: str
    n_invited: int
    n_reached: int
    n_answered: int | None


def shown(n_people: int) -> bool:
    """Return whether a status count of a group this large may be shown. An empty group tells nothing."""
    return n_people == 0 or n_people >= SMALLEST_GROUP_SHOWN


def hide_small(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """Return the units with `n_answered` taken away where fewer than five were invited.

    Where the hidden ones together are fewer than five, the smallest shown one is hidden too: else the total minus the
    rest would tell.
    """
    rows = list(units)
    hidden = hidden_codes({row.code: row.n_invited for row in rows})
    return tuple(_without_answers(row) if row.code in hidden else row for row in rows)


def hidden_codes(sizes: Mapping[str, int], *, forced: Collection[str] = ()) -> set[str]:
    """Return which of the parts of a whole hide their answers: small ones, `forced` ones, and more where they would tell.

    What is hidden is together at least five people, or nobody is left to hide it behind.
    """
    hidden = {code for code, n in sizes.items() if not shown(n)} | set(forced)
    rest = sorted((n, code) for code, n in sizes.items() if code not in hidden and n)
    n_hidden = sum(sizes[code] for code in hidden)
    for n, code in rest:
        if not 0 < n_hidden < SMALLEST_GROUP_SHOWN:
            break
        hidden.add(code)
        n_hidden += n
    return hidden


def _without_answers(row: Unit) -> Unit:
    return Unit(row.kind, row.code, row.name, row.n_invited, row.n_reached, None)
