"""What must hold of a questionnaire as a whole, beyond each part being well formed."""

from collections import Counter
from collections.abc import Iterable, Iterator

from laerling.questionnaire.rules.saying import Said, _, said
from laerling.questionnaire.rules.shape import Index, Questionnaire
from laerling.questionnaire.rules.ways import follow_ups, order_faults, reach_faults

# What releases call the count of those who answered; no question or index may take the name.
RESERVED = "answered"


def faults_in(questionnaire: Questionnaire) -> tuple[Said, ...]:
    """Return one sentence for each fault; none when the questionnaire may be published."""
    faults = (*_codes(questionnaire), *order_faults(questionnaire))
    if not faults:
        # Reach is defined only where conditions look backwards.
        faults = tuple(reach_faults(questionnaire))
    return (*faults, *_sensitivity(questionnaire), *_indices(questionnaire.indices))


def _codes(questionnaire: Questionnaire) -> Iterator[Said]:
    pages = (page.code for page in questionnaire.pages)
    yield from (said(_("Two pages have the code %(code)s."), code=code) for code in _twice(pages))
    asked = (question.code for page in questionnaire.pages for question in page.questions)
    items = [*asked, *(index.code for index in questionnaire.indices)]
    yield from (said(_("Two questions or indices have the code %(code)s."), code=code) for code in _twice(items))
    if RESERVED in items:
        yield said(_("No question or index may have the code %(code)s."), code=RESERVED)
    gone = [one.code for one in questionnaire.dropped]
    yield from (said(_("Question %(code)s is dropped twice."), code=code) for code in _twice(gone))
    yield from (said(_("Question %(code)s is both asked and dropped."), code=code) for code in gone if code in items)


def _sensitivity(questionnaire: Questionnaire) -> Iterator[Said]:
    """Whoever is seen to have answered a follow-up is seen to have answered the question before it."""
    for question, condition in follow_ups(questionnaire):
        for other in condition.questions():
            if questionnaire.question(other).sensitive and not question.sensitive:
                yield said(
                    _("Question %(code)s depends on %(other)s, which is sensitive, and must be sensitive too."),
                    code=question.code,
                    other=other,
                )


def _indices(indices: tuple[Index, ...]) -> Iterator[Said]:
    for index in indices:
        for item in _twice(index.items):
            yield said(_("Index %(code)s counts %(item)s twice."), code=index.code, item=item)
        for question in index.questions:
            if question.direction == "none":
                yield said(
                    _("Index %(code)s counts %(item)s, which has no direction."), code=index.code, item=question.code
                )
        if not 1 <= index.minimum_items <= len(index.questions):
            yield said(
                _("Index %(code)s must have minimum_items between 1 and %(most)s."),
                code=index.code,
                most=len(index.questions),
            )


def _twice(codes: Iterable[str]) -> list[str]:
    return [code for code, n in Counter(codes).items() if n > 1]
