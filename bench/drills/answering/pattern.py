"""Answers that are like nobody else's: a number written with the survey's own questions. Only the judge can read it."""

from collections.abc import Mapping, Sequence
from typing import Final

from drills.answering.phone import Form

# Options 1 to 5 of so many questions: numbers below 78,125.
_BASE: Final = 5
N_QUESTIONS: Final = 7


class Pattern:
    """Writes numbers as answers and reads them. `questions` are (page, question) in the order of the questionnaire."""

    def __init__(self, questions: Sequence[tuple[str, str]]) -> None:
        self._questions = tuple(questions)

    @classmethod
    def of_published(cls, code: str) -> "Pattern":
        """Choose the first questions that everybody is asked and that have the options 1 to 5."""
        from laerling.questionnaire import queries  # noqa: PLC0415  once Django is up

        found = [
            (page.code, question.code)
            for page in queries.published(code).pages
            for question in page.questions
            if question.shown_if is None and {option.value for option in question.options} >= set(range(1, _BASE + 1))
        ]
        return cls(found[:N_QUESTIONS])

    @property
    def questions(self) -> tuple[tuple[str, str], ...]:
        """The (page, question) pairs, to hand to another process."""
        return self._questions

    @property
    def highest(self) -> int:
        """How many numbers leave the last question alone: that one is for variants of the same number."""
        return int(_BASE ** (len(self._questions) - 1))

    def forms(self, number: int) -> tuple[Form, ...]:
        """Return the pages to send for a number."""
        forms: dict[str, dict[str, int]] = {}
        for page, code in self._questions:
            number, digit = divmod(number, _BASE)
            forms.setdefault(page, {})[code] = digit + 1
        return tuple(forms.items())

    def number(self, answers: Mapping[str, int]) -> int:
        """Return the number that answers write. Raises KeyError where one is missing."""
        return sum((answers[code] - 1) * _BASE**place for place, (_page, code) in enumerate(self._questions))
