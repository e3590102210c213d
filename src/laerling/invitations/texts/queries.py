"""Questions about the words of messages: what is sent now, what was sent, and how it came to be."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q

from laerling.invitations.rules import Channel
from laerling.invitations.texts.first import first_letters
from laerling.invitations.texts.lines import with_line
from laerling.invitations.texts.models import LetterVersion
from laerling.invitations.texts.types import (
    CHANNELS,
    FIRST,
    FORMS,
    KINDS,
    History,
    Kind,
    Letters,
    OwnLine,
    Text,
    Version,
    VersionRow,
    VersionState,
    WrittenForm,
)


def letters(round_year: int) -> Letters:
    """Return the letters that are sent now, by kind and channel: the newest published, else the first. One query."""
    published = LetterVersion.objects.filter(round_id=round_year, published_at__isnull=False, withdrawn_at=None)
    rows = published.order_by("number")
    return {**first_letters(), **{(version.kind, version.channel): version for version in map(_version, rows)}}


def compose(
    *, round_year: int, kind: Kind, channels: Iterable[Channel], own: OwnLine, sender: str
) -> dict[Channel, dict[WrittenForm, Text]]:
    """Return the texts of a dispatch by channel and written form, placeholders unfilled: letter and sender's line.

    `own` must be checked. One query.
    """
    current = letters(round_year)
    return {
        channel: {
            form: with_line(current[kind, channel].texts[form], channel, form, own=own, sender=sender) for form in FORMS
        }
        for channel in channels
    }


def versions_used(
    *, round_year: int, kind: Kind, channels: Iterable[Channel], ordered_at: datetime
) -> dict[Channel, int]:
    """Return the number of the version that a dispatch ordered at an instant was made from, by channel. One query."""
    held = LetterVersion.objects.filter(
        Q(withdrawn_at=None) | Q(withdrawn_at__gt=ordered_at),
        round_id=round_year,
        kind=kind,
        published_at__lte=ordered_at,
    )
    numbers = dict(held.order_by("number").values_list("channel", "number"))
    return {channel: numbers.get(channel, FIRST) for channel in channels}


def histories(round_year: int) -> dict[tuple[Kind, Channel], History]:
    """Return every letter of a round with all its versions. One query."""
    found: dict[tuple[str, str], list[LetterVersion]] = {}
    for row in LetterVersion.objects.filter(round_id=round_year).order_by("-number"):
        found.setdefault((row.kind, row.channel), []).append(row)
    return {
        (kind, channel): _history(found.get((kind, channel), []), first_letters()[kind, channel])
        for kind in KINDS
        for channel in CHANNELS
    }


def _history(rows: Sequence[LetterVersion], first: Version) -> History:
    newest = next((row.number for row in rows if row.published_at and not row.withdrawn_at), FIRST)
    story = [
        VersionRow(
            _version(row),
            _state(row, newest),
            row.proposed_at,
            row.proposed_by,
            row.published_at,
            row.published_by,
            row.withdrawn_at,
            row.withdrawn_by,
        )
        for row in rows
    ]
    return History((*story, VersionRow(first, "in_force" if newest == FIRST else "replaced")))


def _state(row: LetterVersion, newest: int) -> VersionState:
    if row.withdrawn_at is not None:
        return "withdrawn"
    if row.published_at is None:
        return "waiting"
    return "in_force" if row.number == newest else "replaced"


def _version(row: LetterVersion) -> Version:
    kind: Kind = row.kind  # type: ignore[assignment]  # a check constraint holds it to these
    channel: Channel = row.channel  # type: ignore[assignment]  # a check constraint holds it to these
    texts: dict[WrittenForm, Text] = {
        "nb": Text(row.subject_nb, row.body_nb),
        "nn": Text(row.subject_nn, row.body_nn),
    }
    return Version(kind, channel, row.number, texts)
