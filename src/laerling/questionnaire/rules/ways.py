"""What is checked of the way through a questionnaire before anybody walks it (M25)."""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from laerling.questionnaire.rules.conditions import AllOf, Compare, Condition
from laerling.questionnaire.rules.reach import TooTangled, answers_for, answers_to
from laerling.questionnaire.rules.saying import Said, _, said
from laerling.questionnaire.rules.shape import Page, Question, Questionnaire


def order_faults(questionnaire: Questionnaire) -> Iterator[Said]:
    """Yield a sentence for each follow-up that does not come after what it depends on, and for each circle."""
    page_of = {question.code: n for n, page in enumerate(questionnaire.pages) for question in page.questions}
    hangs_on = {question.code: set(condition.questions()) for question, condition in follow_ups(questionnaire)}
    for code, others in hangs_on.items():
        for other in sorted(others, key=page_of.__getitem__):
            if page_of[other] >= page_of[code]:
                yield said(
                    _("Question %(code)s depends on %(other)s, which does not stand on an earlier page."),
                    code=code,
                    other=other,
                )
    try:
        TopologicalSorter(hangs_on).prepare()
    except CycleError as fault:
        circle = fault.args[1]
        if len(set(circle)) > 1:
            codes = ", ".join(sorted(set(circle)))
            yield said(_("Questions depend on one another in a circle: %(codes)s."), codes=codes)


def reach_faults(questionnaire: Questionnaire) -> Iterator[Said]:
    """Yield a sentence for each page and question that nobody meets, and each condition that decides nothing.

    Takes for granted that there are no `order_faults`.
    """
    questions = {question.code: question for question in questionnaire.questions}
    for page in questionnaire.pages:
        unmet: list[Said] = []
        for question in page.questions:
            try:
                if answers_to(question, questions) is None:
                    unmet.append(
                        said(_("Question %(code)s can never be shown: no answers lead to it."), code=question.code)
                    )
                else:
                    yield from _idle(question, questions)
            except TooTangled:
                yield said(
                    _("The conditions of question %(code)s are too tangled to be checked. Make them simpler."),
                    code=question.code,
                )
        yield from unmet
        if len(unmet) == len(page.questions) > 1:
            yield said(_("Page %(code)s is a dead end: nobody ever meets a question on it."), code=page.code)


def follow_ups(questionnaire: Questionnaire) -> Iterator[tuple[Question, Condition]]:
    """Yield every question that is not shown to all, and its condition."""
    for page in questionnaire.pages:
        for question in page.questions:
            if question.shown_if is not None:
                yield question, question.shown_if


def path_to(page: Page, questionnaire: Questionnaire) -> dict[str, int]:
    """Return answers with which the page is met; none where everybody meets it. Of a checked questionnaire."""
    questions = {question.code: question for question in questionnaire.questions}
    found = (answers_to(question, questions) for question in page.questions)
    return min((answers for answers in found if answers is not None), key=len, default={})


def _idle(question: Question, questions: Mapping[str, Question]) -> Iterator[Said]:
    """Yield a sentence for each part of a question's condition that holds whatever is answered, or never does."""
    if question.shown_if is None:
        return
    for part, within in _parts(question.shown_if):
        words = _in_words(part)
        if answers_for((*within, part), questions) is None:
            yield said(
                _("Question %(code)s has a condition that never holds: %(condition)s."),
                code=question.code,
                condition=words,
            )
        elif answers_for(within, questions, but_not=part) is None:
            yield said(
                _("Question %(code)s has a condition that always holds: %(condition)s."),
                code=question.code,
                condition=words,
            )


def _parts(
    condition: Condition, within: tuple[Condition, ...] = ()
) -> Iterator[tuple[Condition, tuple[Condition, ...]]]:
    """Yield the condition and each part of it, with what must hold besides for the part to matter."""
    yield condition, within
    if isinstance(condition, Compare):
        return
    before: tuple[Condition, ...] = ()
    for part in condition.parts:
        yield from _parts(part, within + before)
        if isinstance(condition, AllOf):
            before += (part,)


def _in_words(condition: Condition) -> str:
    """Return the condition as the file would say it, short."""
    if isinstance(condition, Compare):
        values = ", ".join(str(value) for value in sorted(condition.values)) or "–"
        return f"{condition.question} = {values}" + (" / 0" if condition.when_skipped else "")
    sign = " + " if isinstance(condition, AllOf) else " | "
    return "(" + sign.join(_in_words(part) for part in condition.parts) + ")"
