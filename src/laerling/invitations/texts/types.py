"""What the words of messages are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from laerling.invitations.rules import Channel

WrittenForm = Literal["nb", "nn"]
Kind = Literal["invitation", "reminder"]
FORMS: Final[tuple[WrittenForm, ...]] = ("nb", "nn")
KINDS: Final[tuple[Kind, ...]] = ("invitation", "reminder")
CHANNELS: Final[tuple[Channel, ...]] = ("email", "sms")

# What version stands in the file that comes with the system; those written later count on from it.
FIRST: Final = 1

VersionState = Literal["waiting", "in_force", "replaced", "withdrawn"]


@dataclass(frozen=True, slots=True)
class OwnLine:
    """What a sender adds to the letter and, apart from it, to the SMS, in both written forms; empty for nothing."""

    nb: str = ""
    nn: str = ""
    sms_nb: str = ""
    sms_nn: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A subject and a body in one written form, placeholders unfilled. An SMS has no subject."""

    subject: str
    body: str


Texts = Mapping[WrittenForm, Text]


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of the Directorate's letter of a kind and channel; `number` counts from 1 within the round."""

    kind: Kind
    channel: Channel
    number: int
    texts: Texts


Letters = Mapping[tuple[Kind, Channel], Version]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version with its story. `proposed_by` and the others are account ids, empty where nobody has.

    The first version is the system's own: nobody proposed it, and it is there from the start.
    """

    version: Version
    state: VersionState
    proposed_at: datetime | None = None
    proposed_by: str = ""
    published_at: datetime | None = None
    published_by: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """All versions of one letter in a round, the newest first."""

    rows: tuple[VersionRow, ...]

    @property
    def in_force(self) -> VersionRow:
        """The one that is sent now."""
        return next(row for row in self.rows if row.state == "in_force")

    @property
    def waiting(self) -> VersionRow | None:
        """The one that waits for a second person, or None."""
        return next((row for row in self.rows if row.state == "waiting"), None)

    def numbered(self, number: int) -> VersionRow | None:
        """Return a version, or None where there is none of that number."""
        return next((row for row in self.rows if row.version.number == number), None)

    def before(self, row: VersionRow) -> VersionRow | None:
        """Return the version that was in force when `row` was proposed; None for the first."""
        older = (one for one in self.rows if one.version.number < row.version.number)
        return next((one for one in older if row.proposed_at is not None and _held(one, row.proposed_at)), None)


def _held(row: VersionRow, at: datetime) -> bool:
    """Return whether a version was published by an instant and not withdrawn."""
    if row.version.number == FIRST:
        return True
    return (
        row.published_at is not None and row.published_at <= at and (row.withdrawn_at is None or row.withdrawn_at > at)
    )
