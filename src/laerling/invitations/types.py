"""What is handed to the station's actions and out of its queries."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from laerling.invitations.rules import Audience, Channel
from laerling.invitations.texts import Kind, OwnLine, Text


@dataclass(frozen=True, slots=True)
class DispatchOrder:
    """An order to send. `id` is made by the sender, who may hand in the same order again without harm.

    `own` is the line the sender adds to the Directorate's letter. `send_at` None means now.
    """

    id: UUID
    round_year: int
    channel: Channel
    kind: Kind
    audience: Audience = field(default_factory=Audience)
    own: OwnLine = field(default_factory=OwnLine)
    send_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What an order would do if it were sent at its time. Everyone in the audience is counted once.

    `will_get`, `answered` and `declined` are None where the audience has fewer than five people: the figures would
    tell who has answered. `may_send` is whether the order would be taken. `texts` holds subject and body by written form, with marks where personal words will stand.
    `next_allowed_on` is the first day somebody who waits may be written to again.
    """

    n_people: int
    will_get: int | None
    answered: int | None
    declined: int | None
    may_send: bool
    already_invited: int
    not_invited: int
    too_soon: int
    at_most_reached: int
    no_address: int
    next_allowed_on: date | None
    texts: dict[str, Text]


@dataclass(frozen=True, slots=True)
class DispatchRow:
    """A dispatch and how far it has come; counts by state are left out where the audience is under five people."""

    id: UUID
    kind: Kind
    channel: Channel
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
    """A dispatch with the texts that were ordered, and counts by (state, reason): why some messages did not go."""

    row: DispatchRow
    texts: dict[str, Text]
    reasons: dict[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Quota:
    """How many SMS dispatches a unit may order in a round and how many are spent (M18)."""

    total: int
    spent: int

    @property
    def left(self) -> int:
        """How many are left."""
        return self.total - self.spent
