"""Publishing questionnaires: by a command, or from a page, where one hands in a file and another publishes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from laerling.access.types import Scope
from laerling.audit import actions as audit
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.questionnaire import queries
from laerling.questionnaire.models import QuestionnaireProposal, QuestionnaireVersion
from laerling.questionnaire.rules import Questionnaire, Said


class AlreadyPublished(Refusal):
    """Another content stands published under the code."""

    code = "questionnaire_already_published"
    sentence = _("%(code)s is published already and cannot change. Publish the new questions under a new code.")


class FaultyQuestionnaire(Refusal):
    """A file with faults; every one of them is in the sentence, and in `said`."""

    code = "questionnaire_faulty"
    status = 422
    sentence = _("The questionnaire cannot be published.\n%(faults)s")

    def __init__(self, said: Sequence[Said]) -> None:
        super().__init__(faults="\n".join(one.in_(gettext) for one in said))
        self.said = tuple(said)


class UnknownProposal(Refusal):
    """There is no such file, or it is not the reader's to change."""

    code = "unknown_proposal"
    status = 404
    sentence = _("There is no such proposal.")


class AnotherProposalWaits(Refusal):
    """One file of the survey waits already."""

    code = "another_proposal_waits"
    sentence = _("Another proposal waits already. Publish it or take it back first.")


class NotYourOwnProposal(Refusal):
    """The one who handed it in wants to publish it."""

    code = "not_your_own_proposal"
    status = 403
    sentence = _("You handed in this file yourself. Somebody else in the Directorate must read it and publish it.")


class ProposalNotWaiting(Refusal):
    """It was taken back, or is published already."""

    code = "proposal_not_waiting"
    sentence = _("This proposal is not waiting any more. Look at it again.")


@dataclass(frozen=True, slots=True)
class Publication:
    """What came of publishing: `is_new` is False when the same content stood there before."""

    code: str
    sha256: str
    n_questions: int
    n_pages: int
    is_new: bool


@transaction.atomic
def publish(content: str, *, by: Actor, now: datetime) -> Publication:
    """Publish a questionnaire from its file's text, for good. The same content may be published again: nothing happens.

    Raises FaultyQuestionnaire (a written form is missing, a follow-up cannot be reached, a question does not say how it
    relates to the version before, …) and AlreadyPublished; nothing is stored then.
    """
    questionnaire = _checked(content)
    row, is_new = QuestionnaireVersion.objects.get_or_create(
        code=questionnaire.code,
        defaults={
            "survey": questionnaire.survey,
            "content": content,
            "sha256": questionnaire.sha256,
            "published_at": now,
            "follows_id": questionnaire.follows,
            "first_round": questionnaire.held.first if questionnaire.held else None,
        },
    )
    if row.sha256 != questionnaire.sha256:
        raise AlreadyPublished(code=questionnaire.code)
    if is_new:
        about = f"questionnaire:{questionnaire.code}"
        audit.record("questionnaire.version.published", by=by, now=now, about=about, sha256=questionnaire.sha256)
    return Publication(
        code=questionnaire.code,
        sha256=questionnaire.sha256,
        n_questions=len(questionnaire.questions),
        n_pages=len(questionnaire.pages),
        is_new=is_new,
    )


@transaction.atomic
def propose(*, proposal_id: UUID, content: str, scope: Scope, by: Actor, now: datetime) -> UUID:
    """Keep a checked file for a second person to publish, and return its id.

    The id is made by the sender, who may hand in the same again without harm. Raises FaultyQuestionnaire,
    AlreadyPublished (a version has the code), and AnotherProposalWaits.
    """
    _require_nation(scope)
    questionnaire = _checked(content)
    known = QuestionnaireProposal.objects.filter(pk=proposal_id, proposed_by=by.id, sha256=questionnaire.sha256)
    if known.exists():
        return proposal_id
    _require_free(questionnaire.code)
    try:
        with transaction.atomic():
            QuestionnaireProposal.objects.create(
                id=proposal_id,
                code=questionnaire.code,
                survey=questionnaire.survey,
                content=content,
                sha256=questionnaire.sha256,
                proposed_at=now,
                proposed_by=by.id,
            )
    except IntegrityError:
        raise AnotherProposalWaits from None
    about = f"questionnaire:{questionnaire.code}"
    audit.record("questionnaire.proposal.proposed", by=by, now=now, about=about, scope=scope.key)
    return proposal_id


@transaction.atomic
def publish_proposal(*, proposal_id: UUID, scope: Scope, by: Actor, now: datetime) -> str:
    """Publish what another has handed in, for good, and return its code. Again changes nothing.

    It is checked anew: other versions may have come since. Raises UnknownProposal, ProposalNotWaiting,
    NotYourOwnProposal, and what `publish` raises.
    """
    found = _locked(proposal_id, scope)
    if found.withdrawn_at is not None:
        raise ProposalNotWaiting
    if found.published_at is not None:
        return found.code
    if found.proposed_by == by.id:
        raise NotYourOwnProposal
    _require_free(found.code)
    publish(found.content, by=by, now=now)
    QuestionnaireProposal.objects.filter(pk=found.pk).update(published_at=now, published_by=by.id)
    return found.code


@transaction.atomic
def withdraw_proposal(*, proposal_id: UUID, scope: Scope, by: Actor, now: datetime) -> None:
    """Take back a file that waits. Again changes nothing. Raises UnknownProposal; ProposalNotWaiting when published."""
    found = _locked(proposal_id, scope)
    if found.published_at is not None:
        raise ProposalNotWaiting
    if found.withdrawn_at is None:
        QuestionnaireProposal.objects.filter(pk=found.pk).update(withdrawn_at=now, withdrawn_by=by.id)
        about = f"questionnaire:{found.code}"
        audit.record("questionnaire.proposal.withdrawn", by=by, now=now, about=about, scope=scope.key)


@transaction.atomic
def restore_proposal(*, proposal_id: UUID, scope: Scope, by: Actor, now: datetime) -> None:
    """Let a file that was taken back wait again. Again changes nothing.

    Raises UnknownProposal, AnotherProposalWaits; ProposalNotWaiting when it is published.
    """
    found = _locked(proposal_id, scope)
    if found.published_at is not None:
        raise ProposalNotWaiting
    if found.withdrawn_at is None:
        return
    try:
        with transaction.atomic():
            QuestionnaireProposal.objects.filter(pk=found.pk).update(withdrawn_at=None, withdrawn_by="")
    except IntegrityError:
        raise AnotherProposalWaits from None
    about = f"questionnaire:{found.code}"
    audit.record("questionnaire.proposal.restored", by=by, now=now, about=about, scope=scope.key)


def _checked(content: str) -> Questionnaire:
    """Return the questionnaire of a file without faults. Raises FaultyQuestionnaire."""
    check = queries.check(content)
    if check.questionnaire and check.questionnaire.follows:
        # Of two that want to follow the same version, the second waits here, and then sees the first.
        QuestionnaireVersion.objects.select_for_update().filter(pk=check.questionnaire.follows).first()
        check = queries.check(content)
    if check.faults or check.questionnaire is None:
        raise FaultyQuestionnaire(check.faults)
    return check.questionnaire


def _locked(proposal_id: UUID, scope: Scope) -> QuestionnaireProposal:
    _require_nation(scope)
    found = QuestionnaireProposal.objects.select_for_update().filter(pk=proposal_id).first()
    if found is None:
        raise UnknownProposal
    return found


def _require_nation(scope: Scope) -> None:
    if not scope.is_national:
        raise UnknownProposal


def _require_free(code: str) -> None:
    if QuestionnaireVersion.objects.filter(code=code).exists():
        raise AlreadyPublished(code=code)
