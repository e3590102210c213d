"""Changing the Directorate's letters: one proposes, another publishes; what is written stays as it was (T13).

A dispatch keeps the texts it was ordered with, whatever happens here later.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from laerling.access.types import Scope
from laerling.audit import actions as audit
from laerling.invitations.rules import Channel
from laerling.invitations.texts import queries
from laerling.invitations.texts.checks import faults, tidied
from laerling.invitations.texts.models import LetterVersion
from laerling.invitations.texts.types import FIRST, Kind, Texts
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.rounds import queries as rounds


class UnknownVersion(Refusal):
    """There is no such version of the letter, or it is not the reader's to change."""

    code = "unknown_version"
    status = 404
    sentence = _("There is no such version of the letter.")


class AnotherWaits(Refusal):
    """One proposal waits already."""

    code = "another_waits"
    sentence = _("A new version of this letter waits already. Publish it or take it back, then propose yours.")


class NothingNew(Refusal):
    """The proposed text is the one in force."""

    code = "nothing_new"
    status = 422
    sentence = _("This is the text that is used now. Change something before you propose it.")


class NotYourOwn(Refusal):
    """The one who proposed it wants to publish it."""

    code = "not_your_own"
    status = 403
    sentence = _("You proposed this version yourself. Somebody else in the Directorate must read it and publish it.")


class NotWaiting(Refusal):
    """It was withdrawn, so it cannot be published; or another has replaced it, so it need not be withdrawn."""

    code = "not_waiting"
    sentence = _("This version is not waiting any more. Look at the letter again.")


class RoundIsOver(Refusal):
    """Nothing more is sent in this round."""

    code = "round_is_over"
    sentence = _("The survey has closed, so its letters are not changed any more.")


@transaction.atomic
def propose(
    *,
    version_id: UUID,
    round_year: int,
    kind: Kind,
    channel: Channel,
    texts: Texts,
    scope: Scope,
    by: Actor,
    now: datetime,
) -> LetterVersion:
    """Store a new version of a letter, which waits for a second person, and return it.

    The id is made by the sender, who may hand in the same again without harm. Raises UnknownRound, RoundIsOver,
    the first of `checks.faults`, NothingNew and AnotherWaits.
    """
    _require_nation(scope)
    clean = tidied(channel, texts)
    if known := LetterVersion.objects.filter(pk=version_id, proposed_by=by.id, **_columns(clean)).first():
        return known
    _require_open(round_year, now)
    if wrong := faults(channel, clean):
        raise wrong[0]
    if clean == queries.letters(round_year)[kind, channel].texts:
        raise NothingNew
    of_letter = LetterVersion.objects.filter(round_id=round_year, kind=kind, channel=channel)
    stored = LetterVersion(
        id=version_id,
        round_id=round_year,
        kind=kind,
        channel=channel,
        number=1 + (of_letter.aggregate(newest=Max("number"))["newest"] or FIRST),
        **_columns(clean),
        proposed_at=now,
        proposed_by=by.id,
    )
    _store(stored)
    audit.record("invitations.letter.proposed", by=by, now=now, **_told(stored, scope=scope.key))
    return stored


@transaction.atomic
def publish(
    *, round_year: int, kind: Kind, channel: Channel, number: int, scope: Scope, by: Actor, now: datetime
) -> None:
    """Let a waiting version be the one that is sent from now on. Again changes nothing.

    Raises UnknownVersion, RoundIsOver, NotYourOwn for who proposed it, and NotWaiting for what was withdrawn.
    """
    found = _locked(round_year, kind, channel, number, scope)
    if found.withdrawn_at is not None:
        raise NotWaiting
    if found.published_at is not None:
        return
    if found.proposed_by == by.id:
        raise NotYourOwn
    _require_open(round_year, now)
    LetterVersion.objects.filter(pk=found.pk).update(published_at=now, published_by=by.id)
    # What is sent from now on concerns every unit.
    audit.record("invitations.letter.published", by=by, now=now, **_told(found, scope=""))


@transaction.atomic
def withdraw(
    *, round_year: int, kind: Kind, channel: Channel, number: int, scope: Scope, by: Actor, now: datetime
) -> None:
    """Take back a version that waits, or the one in force: then the one before it is sent again. Again changes nothing.

    One person may do it: what comes back in its place was published by two. Raises UnknownVersion, and NotWaiting for
    a version that another has replaced.
    """
    found = _locked(round_year, kind, channel, number, scope)
    if found.withdrawn_at is not None:
        return
    if found.published_at is not None and queries.letters(round_year)[kind, channel].number != number:
        raise NotWaiting
    LetterVersion.objects.filter(pk=found.pk).update(withdrawn_at=now, withdrawn_by=by.id)
    whom = "" if found.published_at else scope.key
    audit.record("invitations.letter.withdrawn", by=by, now=now, **_told(found, scope=whom))


def _store(proposed: LetterVersion) -> None:
    """Store a proposal. Raises AnotherWaits: the constraint lets one wait at a time."""
    try:
        with transaction.atomic():
            proposed.save(force_insert=True)
    except IntegrityError:
        raise AnotherWaits from None


def _locked(year: int, kind: Kind, channel: Channel, number: int, scope: Scope) -> LetterVersion:
    _require_nation(scope)
    rows = LetterVersion.objects.select_for_update(of=("self",))
    found = rows.filter(round_id=year, kind=kind, channel=channel, number=number).first()
    if found is None:
        raise UnknownVersion
    return found


def _require_nation(scope: Scope) -> None:
    if not scope.is_national:
        raise UnknownVersion


def _require_open(year: int, now: datetime) -> None:
    this_round = rounds.get(year)
    if this_round.closed_at is not None or now >= this_round.closes_at:
        raise RoundIsOver


def _columns(texts: Texts) -> dict[str, str]:
    return {f"{part}_{form}": getattr(text, part) for form, text in texts.items() for part in ("subject", "body")}


def _told(version: LetterVersion, *, scope: str) -> dict[str, Any]:
    """Return what is written down of a version, beside who did what and when."""
    about = f"letter:{version.round_id}-{version.kind}-{version.channel}"
    return {"about": about, "scope": scope, "number": version.number}
