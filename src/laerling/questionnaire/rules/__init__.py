"""The pure side of a questionnaire: its shape, how a file becomes one, the way through it, and scores."""

from laerling.questionnaire.rules.conditions import AllOf, AnyOf, Compare, Condition
from laerling.questionnaire.rules.parsing import QuestionnaireFault, parse
from laerling.questionnaire.rules.routing import (
    AnswerOutOfRange,
    PageAnswers,
    clean,
    first_page,
    merge,
    next_page,
    pages_for,
    previous_page,
    read_page,
)
from laerling.questionnaire.rules.scores import index_value
from laerling.questionnaire.rules.shape import Direction, Index, Option, Page, Question, Questionnaire, Scale, Text

__all__ = [
    "AllOf",
    "AnswerOutOfRange",
    "AnyOf",
    "Compare",
    "Condition",
    "Direction",
    "Index",
    "Option",
    "Page",
    "PageAnswers",
    "Question",
    "Questionnaire",
    "QuestionnaireFault",
    "Scale",
    "Text",
    "clean",
    "first_page",
    "index_value",
    "merge",
    "next_page",
    "pages_for",
    "parse",
    "previous_page",
    "read_page",
]
