"""How far somebody has come through the questionnaire: what is answered, what was passed by, what comes next. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from laerling.questionnaire.rules import Page, Questionnaire, merge, next_page, pages_for, previous_page, read_page

# How a draft writes a question that was seen and passed by.
_SKIPPED = 0


@dataclass(frozen=True, slots=True)
class Journey:
    """One person's way: answers by question code, and the questions they have chosen to skip."""

    questionnaire: Questionnaire
    answers: dict[str, int]
    skipped: frozenset[str]

    @classmethod
    def from_draft(cls, questionnaire: Questionnaire, draft: Mapping[str, int] | None) -> Self:
        """Return the way a draft tells of; its beginning where there is none."""
        stored = draft or {}
        answers = {code: value for code, value in stored.items() if value != _SKIPPED}
        return cls(questionnaire, answers, frozenset(stored.keys() - answers.keys()))

    def as_draft(self) -> dict[str, int]:
        """Return what is kept until next time."""
        return self.answers | dict.fromkeys(sorted(self.skipped), _SKIPPED)

    def as_form(self, page: Page) -> dict[str, str]:
        """Return what has been answered and skipped on a page, as its form would send it."""
        written = {code: str(value or "") for code, value in self.as_draft().items()}
        return {question.code: written[question.code] for question in page.questions if question.code in written}

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages that apply, with the questions that apply."""
        return pages_for(self.questionnaire, self.answers)

    def page(self, code: str) -> Page | None:
        """Return a page with its applicable questions, None where none applies. Raises KeyError for no such page."""
        whole = self.questionnaire.page(code)
        return next((page for page in self.pages if page.code == whole.code), None)

    def sent(self, page: Page, form: Mapping[str, str], *, is_passed: bool) -> tuple[Self, tuple[str, ...]]:
        """Return the way after a page was sent, and the questions whose answer is none of the options.

        A question sent with nothing is skipped; one not sent at all is skipped only when the page `is_passed`, which a
        page with faults never is.
        """
        given = read_page(page, form)
        answers = merge(self.questionnaire, self.answers, page, given.answers)
        left = {question.code for question in page.questions} - answers.keys()
        skipped = self.skipped - {question.code for question in page.questions}
        passed_by = left if is_passed and not given.faults else left & form.keys()
        skipped |= passed_by - set(given.faults)
        after = replace(self, answers=answers, skipped=frozenset(skipped))
        applicable = {question.code for one in after.pages for question in one.questions}
        return replace(after, skipped=after.skipped & applicable), given.faults

    def after(self, code: str) -> Page | None:
        """Return the page after this one, None at the end."""
        return next_page(self.questionnaire, self.answers, code)

    def before(self, code: str) -> Page | None:
        """Return the page before this one, None at the start."""
        return previous_page(self.questionnaire, self.answers, code)

    def resume_at(self) -> Page | None:
        """Return the first page with a question neither answered nor skipped; None when everything is passed."""
        seen = self.answers.keys() | self.skipped
        return next((page for page in self.pages if any(one.code not in seen for one in page.questions)), None)
