"""Questions about published questionnaires."""

from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from laerling.kernel.errors import Refusal
from laerling.questionnaire.models import QuestionnaireVersion
from laerling.questionnaire.rules import Questionnaire, parse


class UnknownQuestionnaire(Refusal):
    """No published questionnaire of that code."""

    code = "unknown_questionnaire"
    status = 404
    sentence = _("There is no published questionnaire with the code %(code)s.")


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


@lru_cache(maxsize=16)
def _parsed(code: str, sha256: str) -> Questionnaire:
    return parse(QuestionnaireVersion.objects.values_list("content", flat=True).get(code=code, sha256=sha256))
