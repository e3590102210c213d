"""What is handed to the station's actions and out of its queries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from laerling.invitations.rules import Audience, Channel, DispatchChannel, spends_quota
from laerling.invitations.texts import Kind, OwnLine, Text, WrittenForm


@dataclass(frozen=True, slots=True)
class DispatchOrder:
    """An order to send. `id` is made by the sender, who may hand in the same order again without harm.

    `own` is the line the sender adds to the Directorate's letter. `send_at` None means now, or when `hold` is over: so
    long it can still be undone as if it had never been ordered.
    """

    id: UUID
    round_year: int
    channel: DispatchChannel
    kind: Kind
    audience: Audience = field(default_factory=Audience)
    own: OwnLine = field(default_factory=OwnLine)
    send_at: datetime | None = None
    hold: timedelta = timedelta(0)

    def leaves_at(self, now: datetime) -> datetime:
        """Return when it leaves if it is ordered now."""
        return max(self.send_at or now + self.hold, now)

    @property
    def spends_quota(self) -> bool:
        """Whether it takes one of the unit's places for SMS (M18)."""
        return spends_quota(self.channel)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of those who have not answered may be written to again on a day, not before (M19)."""

    on: date
    n: int


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another dispatch that waits or is leaving, and how many of the people it is for are in ours too (M16)."""

    owner_name: str
    kind: Kind
    channel: DispatchChannel
    send_at: datetime
    n: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What an order would do if it were sent at its time. Everyone in the audience is counted once.

    `by_channel` divides `will_get`, and `left_out` the rest by what keeps the message from them. In an audience of fewer
    than five they are None and empty, as are `waits` and `neighbours`: any of them would tell who has answered.
    `may_send` is whether the order would be taken. `n_others` counts those of the unit's who could be taken into the same
    dispatch at no cost, since one with SMS counts one however many get it (M18). `texts` holds what is sent by channel
    and written form, placeholders unfilled.
    """

    n_people: int
    will_get: int | None
    by_channel: dict[Channel, int]
    left_out: dict[str, int]
    may_send: bool
    n_others: int
    waits: tuple[Waiting, ...]
    neighbours: tuple[Neighbour, ...]
    texts: dict[Channel, dict[WrittenForm, Text]]


@dataclass(frozen=True, slots=True)
class DispatchRow:
    """A dispatch and how far it has come; counts by state are left out where the audience is under five people."""

    id: UUID
    kind: Kind
    channel: DispatchChannel
    owner_kind: str
    owner_code: str
    owner_name: str
    audience: Audience
    ordered_at: datetime
    send_at: datetime
    state: str
    slot: int | None
    n_people: int
    n_messages: int | None
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class DispatchDetail:
    """A dispatch with the texts that were ordered; counts by (state, reason), why some did not go; by channel and state."""

    row: DispatchRow
    texts: dict[Channel, dict[WrittenForm, Text]]
    reasons: dict[tuple[str, str], int]
    by_channel: Mapping[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Quota:
    """How many SMS dispatches a unit may order in a round and how many are spent (M18)."""

    total: int
    spent: int

    @property
    def left(self) -> int:
        """How many are left."""
        return self.total - self.spent

    @property
    def left_after(self) -> int:
        """How many are left when one more is spent."""
        return max(0, self.left - 1)

    @property
    def slots(self) -> tuple[bool, ...]:
        """Return for each place whether it is spent."""
        return tuple(number < self.spent for number in range(self.total))
