"""Bringing in an earlier round: the same protection, the same release, and the answers themselves are not kept."""

from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from laerling.audit import actions as audit
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.questionnaire import queries as questionnaires
from laerling.release.earlier import NotTheYearBefore, earlier_round
from laerling.release.freezing import AlreadyReleased, Material, release
from laerling.release.history.reading import Faulty, Head, hashes, read_head, read_past
from laerling.release.queries import ReleaseFacts, made, report
from laerling.responses import queries as responses
from laerling.rounds import actions as round_actions
from laerling.rounds import queries as rounds
from laerling.sample.rules import PROFILE_KEYS

__all__ = ["AlreadyReleased", "FaultyHistory", "KeptForTheNext", "NotTheYearBefore", "OwnRound", "import_history"]


class FaultyHistory(Refusal):
    """The folder is not what docs/history.md says; nothing is taken in."""

    code = "faulty_history"
    status = 422
    sentence = _("The earlier round cannot be taken in. Mend this and try again: %(faults)s.")


class OwnRound(Refusal):
    """A round that is answered here gets its results from its urn."""

    code = "own_round"
    status = 409
    sentence = _("The round of %(year)s is answered in this system. Its results come from its own answers.")


class KeptForTheNext(Refusal):
    """A round is told together with one neighbour only: the one before a round without results is kept for that one."""

    code = "kept_for_the_next"
    status = 409
    sentence = _(
        "The round of %(next)s is answered in this system, and its results can be shown together with those of %(year)s."
        " Take %(year)s in without the folder of the year before: a round is shown together with one other only."
    )


def import_history(*, folder: Path, by: Actor, now: datetime, before: Path | None = None) -> ReleaseFacts:
    """Take in an earlier round from a folder (docs/history.md) and make its release. The same folder again changes nothing.

    `before` is the folder of the round before: with it, small units are shown over both rounds together.

    Raises FaultyHistory, UnknownQuestionnaire, NotTheYearBefore, KeptForTheNext, OwnRound, AlreadyReleased, NotSafe.
    """
    try:
        head = read_head(folder)
        already = made(head.year)
        if already is not None:
            return _again(already, hashes(folder))
        questionnaire = questionnaires.published(head.questionnaire)
        past = read_past(folder, head, questionnaire, PROFILE_KEYS)
    except Faulty as fault:
        raise FaultyHistory(faults=str(fault)) from None
    if before and _waits_for_results(head.year + 1):
        raise KeptForTheNext(year=head.year, next=head.year + 1)
    earlier = earlier_round(head.year, questionnaire, before) if before else None
    _prepare(head, by=by, now=now)
    material = Material(
        this_round=rounds.get(head.year),
        questionnaire=questionnaire,
        base=past.base,
        labels=past.labels,
        source="history",
        files=past.files,
        earlier=earlier,
    )
    return release(material, by=by, now=now)


def _again(before: ReleaseFacts, files: dict[str, str]) -> ReleaseFacts:
    if before.source == "history" and report(before).get("files") == files:
        return before
    raise AlreadyReleased(year=before.round_year)


@transaction.atomic
def _prepare(head: Head, *, by: Actor, now: datetime) -> None:
    """Have the round, over and done with."""
    round_actions.ensure_past_round(year=head.year, questionnaire=head.questionnaire, by=by, now=now)
    if _is_own(head.year):
        raise OwnRound(year=head.year)
    audit.record("release.history.imported", by=by, now=now, about=f"round:{head.year}", n=head.n_answered)


def _is_own(year: int) -> bool:
    """Return whether a round is answered in this system."""
    return rounds.get(year).closed_at is None or responses.status(year).key_made_at is not None


def _waits_for_results(year: int) -> bool:
    return year in rounds.years() and _is_own(year) and made(year) is None
