"""What the templates show of a questionnaire, in the reader's language, as plain values."""

from collections.abc import Collection
from dataclasses import dataclass

from laerling.portals.answering.journey import Journey
from laerling.questionnaire.rules import Page, Question, Text


@dataclass(frozen=True, slots=True)
class ShownOption:
    """One row to choose."""

    value: int
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """One question with its rows. `is_faulty` when what was sent is none of them."""

    code: str
    text: str
    options: tuple[ShownOption, ...]
    is_skipped: bool
    is_faulty: bool


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One page of questions, the `number`th of `n_parts`. Intro and help are paragraphs, none when there is none."""

    code: str
    title: str
    number: int
    n_parts: int
    intro: tuple[str, ...]
    help: tuple[str, ...]
    questions: tuple[ShownQuestion, ...]

    @property
    def faulty(self) -> tuple[ShownQuestion, ...]:
        """The questions whose answer could not be read."""
        return tuple(question for question in self.questions if question.is_faulty)


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part in the list one looks over before delivering."""

    code: str
    title: str
    n_answered: int
    n_questions: int


def shown_part(page: Page, journey: Journey, *, faults: Collection[str] = (), language: str) -> ShownPart:
    """Return one of the pages that apply, ready to show with what has been answered."""
    pages = journey.pages
    return ShownPart(
        code=page.code,
        title=page.title.in_(language),
        number=[one.code for one in pages].index(page.code) + 1,
        n_parts=len(pages),
        intro=paragraphs(page.intro, language),
        help=paragraphs(page.help, language),
        questions=tuple(_question(question, journey, faults, language) for question in page.questions),
    )


def part_lines(journey: Journey, *, language: str) -> tuple[PartLine, ...]:
    """Return a line for each page that applies: how many of its questions are answered."""
    return tuple(
        PartLine(
            code=page.code,
            title=page.title.in_(language),
            n_answered=sum(question.code in journey.answers for question in page.questions),
            n_questions=len(page.questions),
        )
        for page in journey.pages
    )


def paragraphs(text: Text | None, language: str) -> tuple[str, ...]:
    """Return the paragraphs of a text, one a line in the questionnaire's file."""
    return tuple(line for line in text.in_(language).splitlines() if line.strip()) if text else ()


def _question(question: Question, journey: Journey, faults: Collection[str], language: str) -> ShownQuestion:
    chosen = journey.answers.get(question.code)
    options = tuple(
        ShownOption(option.value, option.text.in_(language), option.value == chosen) for option in question.options
    )
    return ShownQuestion(
        code=question.code,
        text=question.text.in_(language),
        options=options,
        is_skipped=question.code in journey.skipped,
        is_faulty=question.code in faults,
    )
