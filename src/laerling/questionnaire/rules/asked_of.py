"""Who is asked a question, in words: for whoever reads the questionnaire without walking through it."""

from collections.abc import Callable, Mapping

from laerling.questionnaire.rules.conditions import AllOf, Compare, Condition
from laerling.questionnaire.rules.shape import Question, Text

# Written here and not in the catalogues: a codebook holds all three languages at once.
EVERYONE = Text(nb="Alle", nn="Alle", en="Everyone")
_AND = Text(nb=" og ", nn=" og ", en=" and ")
_OR = Text(nb=" eller ", nn=" eller ", en=" or ")
_IS = Text(
    nb="svarte {options} på «{question}»",
    nn="svarte {options} på «{question}»",
    en="answered {options} to “{question}”",
)
_IS_NOT = Text(
    nb="ikke svarte {options} på «{question}»",
    nn="ikkje svarte {options} på «{question}»",
    en="did not answer {options} to “{question}”",
)
_OTHER = Text(
    nb="svarte noe annet enn {options} på «{question}»",
    nn="svarte noko anna enn {options} på «{question}»",
    en="answered anything but {options} to “{question}”",
)
_THOSE = Text(nb="De som {what}", nn="Dei som {what}", en="Those who {what}")
_QUOTED = Text(nb="«{words}»", nn="«{words}»", en="“{words}”")


def asked_of(question: Question, questions: Mapping[str, Question]) -> Text:
    """Return who is asked the question; `questions` are all of them by code."""
    condition = question.shown_if
    if condition is None:
        return EVERYONE
    return _text(lambda form: _THOSE.in_(form).format(what=_words(condition, questions, form)))


def _words(condition: Condition, questions: Mapping[str, Question], form: str) -> str:
    if isinstance(condition, Compare):
        return _of_compare(condition, questions[condition.question], form)
    joint = _AND if isinstance(condition, AllOf) else _OR
    parts = [
        f"({words})" if not isinstance(part, Compare) and len(condition.parts) > 1 else words
        for part in condition.parts
        for words in [_words(part, questions, form)]
    ]
    return joint.in_(form).join(parts)


def _of_compare(compare: Compare, other: Question, form: str) -> str:
    others = other.scale.values - compare.values
    is_shorter = compare.when_skipped or 0 < len(others) < len(compare.values)
    values = others if is_shorter else compare.values
    named = [
        _QUOTED.in_(form).format(words=option.text.in_(form)) for option in other.options if option.value in values
    ]
    pattern = _IS_NOT if compare.when_skipped else _OTHER if is_shorter else _IS
    return pattern.in_(form).format(options=_OR.in_(form).join(named), question=other.text.in_(form))


def _text(make: Callable[[str], str]) -> Text:
    return Text(nb=make("nb"), nn=make("nn"), en=make("en"))
