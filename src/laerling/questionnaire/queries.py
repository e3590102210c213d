"""Questions about questionnaires: what is published, what it follows, how its questions relate, and what waits."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from laerling.access.types import Scope
from laerling.kernel.errors import Refusal
from laerling.questionnaire.models import QuestionnaireProposal, QuestionnaireVersion
from laerling.questionnaire.rules import (
    Questionnaire,
    QuestionnaireFault,
    Relation,
    Said,
    Series,
    Version,
    faults_beside,
    index_relations,
    parse,
    parse_published,
    series_of,
)
from laerling.questionnaire.rules import relations as relations_between

ProposalState = Literal["waiting", "published", "withdrawn"]


class UnknownQuestionnaire(Refusal):
    """No published questionnaire of that code."""

    code = "unknown_questionnaire"
    status = 404
    sentence = _("There is no published questionnaire with the code %(code)s.")


@dataclass(frozen=True, slots=True)
class Listed:
    """A published version in the list. The rounds are None where its file does not say; the last also while it holds."""

    questionnaire: Questionnaire
    published_at: datetime
    first_round: int | None
    last_round: int | None
    followed_by: str | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A file that was handed in: who did what with it, when."""

    id: UUID
    code: str
    survey: str
    content: str
    sha256: str
    proposed_at: datetime
    proposed_by: str
    published_at: datetime | None
    published_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str

    @property
    def state(self) -> ProposalState:
        """Whether it waits, was published or was taken back."""
        if self.published_at:
            return "published"
        return "withdrawn" if self.withdrawn_at else "waiting"


@dataclass(frozen=True, slots=True)
class Check:
    """What checking a file found: the questionnaire, None where it could not be read, and every fault."""

    questionnaire: Questionnaire | None
    faults: tuple[Said, ...]


def published(code: str) -> Questionnaire:
    """Return the published questionnaire. Raises UnknownQuestionnaire.

    Costs one look-up of the fingerprint; the file is read and parsed once in each process.
    """
    sha256 = QuestionnaireVersion.objects.filter(code=code).values_list("sha256", flat=True).first()
    if sha256 is None:
        raise UnknownQuestionnaire(code=code)
    return _parsed(code, sha256)


def version(code: str, sha256: str) -> Questionnaire:
    """Return the published questionnaire whose fingerprint is known already: read once in each process, then no statement.

    Raises UnknownQuestionnaire.
    """
    try:
        return _parsed(code, sha256)
    except QuestionnaireVersion.DoesNotExist:
        raise UnknownQuestionnaire(code=code) from None


def codes() -> tuple[str, ...]:
    """Return the codes of all published questionnaires, newest first."""
    return tuple(QuestionnaireVersion.objects.order_by("-published_at", "code").values_list("code", flat=True))


def file_of(code: str) -> str:
    """Return the text of the published file, to the last sign. Raises UnknownQuestionnaire."""
    content = QuestionnaireVersion.objects.filter(code=code).values_list("content", flat=True).first()
    if content is None:
        raise UnknownQuestionnaire(code=code)
    return content


def listed() -> tuple[Listed, ...]:
    """Return every published version, newest first: by the round it held from, then by when it was published."""
    rows = list(QuestionnaireVersion.objects.values_list("code", "sha256", "published_at", "follows_id"))
    next_of = {follows: code for code, _sha256, _at, follows in rows if follows}
    versions = {code: _parsed(code, sha256) for code, sha256, _at, _follows in rows}
    found = [
        _listed(versions[code], published_at, versions.get(next_of.get(code, "")))
        for code, _s, published_at, _f in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.first_round or 0, one.published_at), reverse=True))


def versions(survey: str) -> tuple[Version, ...]:
    """Return the published versions of a survey that say which rounds they held for, oldest first. One query."""
    return tuple(
        Version(one.questionnaire, one.first_round, one.last_round)
        for one in reversed(listed())
        if one.questionnaire.survey == survey and one.first_round is not None
    )


def held_in(survey: str, round_year: int) -> Questionnaire | None:
    """Return the version that held in a round, None where none says so. One query."""
    for one in versions(survey):
        if one.first_round <= round_year and (one.last_round is None or round_year <= one.last_round):
            return one.questionnaire
    return None


def relations(code: str) -> tuple[Relation, ...]:
    """Return how every question of a version relates to the one before it, then every index, then what was dropped.

    Raises UnknownQuestionnaire. Without a version before, everything is new.
    """
    version = published(code)
    before = published(version.follows) if version.follows else None
    every = (*relations_between(version, before), *index_relations(version, before))
    return tuple(sorted(every, key=lambda one: one.kind == "dropped"))


def series(survey: str, code: str) -> tuple[Series, ...]:
    """Return the series of a question or an index, oldest first: between two of them no line may be drawn (M25).

    One query. Empty for a code that no dated version of the survey has.
    """
    return series_of(code, versions(survey))


def are_comparable(survey: str, code: str, *rounds: int) -> bool:
    """Return whether a question or an index may be compared between these rounds: all lie in one series. One query."""
    return any(
        all(one.first_round <= year and (one.last_round is None or year <= one.last_round) for year in rounds)
        for one in series(survey, code)
    )


def check(content: str) -> Check:
    """Return every fault of a file as it stands beside what is published; none when it may be published."""
    try:
        questionnaire = parse(content)
    except QuestionnaireFault as fault:
        return Check(None, fault.said)
    return Check(questionnaire, faults_beside(questionnaire, [one.questionnaire for one in listed()]))


def before(questionnaire: Questionnaire) -> Questionnaire | None:
    """Return the version that a questionnaire follows, None where it follows none that is published."""
    try:
        return published(questionnaire.follows) if questionnaire.follows else None
    except UnknownQuestionnaire:
        return None


def proposals(scope: Scope) -> tuple[Proposal, ...]:
    """Return what was handed in, newest first; nothing for others than the Directorate. One query."""
    return tuple(_proposal(row) for row in _visible_to(scope).order_by("-proposed_at"))


def proposal(scope: Scope, proposal_id: UUID) -> Proposal | None:
    """Return one file that was handed in; None where there is none, or it is not the reader's to see. One query."""
    row = _visible_to(scope).filter(pk=proposal_id).first()
    return _proposal(row) if row else None


def _visible_to(scope: Scope) -> QuerySet[QuestionnaireProposal]:
    rows = QuestionnaireProposal.objects.all()
    return rows if scope.is_national else rows.none()


def _proposal(row: QuestionnaireProposal) -> Proposal:
    return Proposal(
        row.id,
        row.code,
        row.survey,
        row.content,
        row.sha256,
        row.proposed_at,
        row.proposed_by,
        row.published_at,
        row.published_by,
        row.withdrawn_at,
        row.withdrawn_by,
    )


def _listed(version: Questionnaire, published_at: datetime, following: Questionnaire | None) -> Listed:
    held, after = version.held, following.held if following else None
    last = held.last if held and held.last else after.first - 1 if after else None
    return Listed(version, published_at, held.first if held else None, last, following.code if following else None)


@lru_cache(maxsize=64)
def _parsed(code: str, sha256: str) -> Questionnaire:
    return parse_published(QuestionnaireVersion.objects.values_list("content", flat=True).get(code=code, sha256=sha256))
