"""The urn out to the key holders, and the opened answers back in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from laerling.audit import actions as audit
from laerling.invitations.models import Invitation
from laerling.kernel.db import copy_in
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.questionnaire import queries as questionnaires
from laerling.responses.actions.destruction import is_destroyed
from laerling.responses.counts import ProfileCounts, counted, counts_hash, seal_counts
from laerling.responses.models import Opening, RoundKey, Urn
from laerling.responses.openedfile import Opened, OpenedFault, read_opened
from laerling.responses.urnfile import UrnHeader, root_hash, write_urn
from laerling.rounds import queries as rounds
from laerling.sample.rules.profiles import PROFILE_KEYS


class UrnNotClosed(Refusal):
    """Only a closed urn leaves the house."""

    code = "urn_not_closed"
    sentence = _("The urn of %(year)s is not closed. Close the round first.")


class UrnChanged(Refusal):
    """The ballots are no longer those that were counted at the close."""

    code = "urn_changed"
    sentence = _("The urn of %(year)s is not what it was when it was closed. Stop here.")


class FileInTheWay(Refusal):
    """Never write over a file."""

    code = "file_in_the_way"
    sentence = _("There is a file of that name already. Choose another name.")


class UnreadableOpened(Refusal):
    """Not an opened urn, or damaged on its way."""

    code = "unreadable_opened"
    sentence = _("The file is not an opened urn, or it was damaged on its way. Nothing was stored.")


class NotThisUrn(Refusal):
    """The file was opened from something else than the urn that was closed."""

    code = "not_this_urn"
    sentence = _("The file does not come from the urn that was closed for %(year)s. Nothing was stored.")


class AlreadyOpened(Refusal):
    """A round's answers come in once."""

    code = "already_opened"
    sentence = _("The opened answers for %(year)s are here already. Nothing was changed.")


class BackupKeyNotDestroyed(Refusal):
    """Copies of the database's log can tell which ballot is whose, until the key they are encrypted under is gone."""

    code = "backup_key_not_destroyed"
    sentence = _(
        "The answers cannot come in yet: it is not recorded that the round's backup key is destroyed. Nothing was stored."
    )


class UrnDestroyed(Refusal):
    """Sealed ballots are kept for a while after the opening, and no longer."""

    code = "urn_destroyed"
    sentence = _("The sealed ballots of %(year)s are destroyed, as they must be after the opening.")


@dataclass(frozen=True, slots=True)
class ImportedReceipt:
    """What came of the opened file: how many answers came in, how many ballots were left out at the opening."""

    round: int
    n_ok: int
    n_rejected: int


def export_urn(*, round_year: int, to: Path, by: Actor, now: datetime) -> UrnHeader:
    """Write the closed urn to the file `to` and return what stands on its first line.

    May be done again. Raises UnknownRound, UrnNotClosed, UrnDestroyed, UrnChanged, FileInTheWay.
    """
    this_round = rounds.get(round_year)
    opening = _opening(round_year)
    if is_destroyed(round_year, "urn"):
        raise UrnDestroyed(year=round_year)
    key = RoundKey.objects.filter(round_id=round_year).first()
    header = UrnHeader(
        round=round_year,
        questionnaire=this_round.questionnaire,
        fingerprint=key.fingerprint if key else "",
        n_ballots=opening.n_ballots,
        root_hash=opening.root_hash,
        profile_minimum=this_round.profile_minimum,
        questions=_questions(this_round.questionnaire),
        counts=seal_counts(_answered(round_year), key.public_key) if key else "",
    )
    # The ids are random, so their order is none.
    ballots = [
        bytes(sealed)
        for sealed in Urn.objects.filter(round_id=round_year).order_by("id").values_list("sealed", flat=True)
    ]
    if (len(ballots), root_hash(ballots)) != (header.n_ballots, header.root_hash):
        raise UrnChanged(year=round_year)
    try:
        write_urn(to, header, ballots)
    except FileExistsError:
        raise FileInTheWay from None
    with transaction.atomic():
        Opening.objects.filter(round_id=round_year).update(exported_at=now)
        about = f"round:{round_year}"
        audit.record("responses.urn.exported", by=by, now=now, about=about, n_ballots=header.n_ballots)
    return header


@transaction.atomic
def import_opened(*, round_year: int, file: Path, by: Actor, now: datetime) -> ImportedReceipt:
    """Take in the answers that the key holders opened; they must come from the very urn that was closed.

    Raises UnknownRound, UrnNotClosed, BackupKeyNotDestroyed, UnreadableOpened, NotThisUrn, AlreadyOpened: nothing is
    stored then.
    """
    this_round = rounds.get(round_year)
    opening = _opening(round_year)
    if not is_destroyed(round_year, "backup_key"):
        raise BackupKeyNotDestroyed
    try:
        opened = read_opened(file)
    except (OpenedFault, OSError):
        raise UnreadableOpened from None
    named = (opened.round, opened.root_hash, opened.n_ballots, opened.questions)
    if named != (round_year, opening.root_hash, opening.n_ballots, _questions(this_round.questionnaire)):
        raise NotThisUrn(year=round_year)
    if opening.opened_at is None and opened.counts_sha256 != counts_hash(_answered(round_year)):
        raise NotThisUrn(year=round_year)
    n_updated = Opening.objects.filter(round_id=round_year, opened_at=None).update(
        opened_at=now,
        n_ok=len(opened.rows),
        n_rejected=opened.n_rejected,
        questions=[code for code, _n_options in opened.questions],
        report=opened.report(),
    )
    if n_updated == 0:
        raise AlreadyOpened(year=round_year)
    copy_in("responses_openedanswer", ("id", "round_id", *PROFILE_KEYS, "answers"), _rows(opened))
    about = f"round:{round_year}"
    audit.record(
        "responses.urn.opened", by=by, now=now, about=about, n_ok=len(opened.rows), n_rejected=opened.n_rejected
    )
    return ImportedReceipt(round_year, len(opened.rows), opened.n_rejected)


def _answered(round_year: int) -> ProfileCounts:
    """Return how many of each profile have answered, as the flags say."""
    answered = Invitation.objects.filter(round_id=round_year, answered=True)
    return counted(answered.values_list("member__profile", flat=True).iterator())


def _opening(round_year: int) -> Opening:
    opening = Opening.objects.filter(round_id=round_year).first()
    if opening is None:
        raise UrnNotClosed(year=round_year)
    return opening


def _questions(code: str) -> tuple[tuple[str, int], ...]:
    return tuple((question.code, len(question.options)) for question in questionnaires.published(code).questions)


def _rows(opened: Opened) -> Iterator[tuple[Any, ...]]:
    for row in opened.rows:
        yield (uuid4(), opened.round, *row.profile, list(row.answers))
