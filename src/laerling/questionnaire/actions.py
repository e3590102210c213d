"""Publishing questionnaires."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from laerling.audit import actions as audit
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.questionnaire.models import QuestionnaireVersion
from laerling.questionnaire.rules import QuestionnaireFault, parse


class AlreadyPublished(Refusal):
    """Another content stands published under the code."""

    code = "questionnaire_already_published"
    sentence = _("%(code)s is published already and cannot change. Publish the new questions under a new code.")


class FaultyQuestionnaire(Refusal):
    """A file with faults; every one of them is in the sentence."""

    code = "questionnaire_faulty"
    status = 422
    sentence = _("The questionnaire cannot be published.\n%(faults)s")


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

    Raises FaultyQuestionnaire (a written form is missing, a follow-up cannot be reached, …) and AlreadyPublished;
    nothing is stored then.
    """
    try:
        questionnaire = parse(content)
    except QuestionnaireFault as fault:
        raise FaultyQuestionnaire(faults="\n".join(fault.faults)) from None
    row, is_new = QuestionnaireVersion.objects.get_or_create(
        code=questionnaire.code,
        defaults={
            "survey": questionnaire.survey,
            "content": content,
            "sha256": questionnaire.sha256,
            "published_at": now,
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
