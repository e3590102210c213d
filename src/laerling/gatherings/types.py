"""What the gatherings station takes and hands out."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from laerling.invitations.rules import Audience


@dataclass(frozen=True, slots=True)
class Plan:
    """What is planned: instants are UTC."""

    name: str
    place: str
    starts_at: datetime
    ends_at: datetime
    audience: Audience


@dataclass(frozen=True, slots=True)
class Planned:
    """One gathering as its unit sees it. `n_people` is how many of its own are invited to answer and are of the audience."""

    id: UUID
    round: int
    owner_kind: str
    owner_code: str
    plan: Plan
    is_cancelled: bool
    is_on: bool
    is_over: bool
    n_people: int


@dataclass(frozen=True, slots=True)
class Wall:
    """What is shown on the wall. `code` is empty where the room is not open; `n_delivered` is the least that have, None where it is not told."""

    name: str
    code: str
    changes_at: datetime
    n_delivered: int | None
