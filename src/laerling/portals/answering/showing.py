"""What the templates show of a questionnaire, in the reader's language, as plain values."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from django.utils.safestring import mark_safe

from laerling.portals.answering.journey import Journey
from laerling.portals.answering.printing import gap
from laerling.questionnaire.rules import Page, Question, Text

_CHECKED = mark_safe(" checked")


@dataclass(frozen=True, slots=True)
class ShownOption:
    """One row to choose. `checked` is the attribute of the row that is chosen, a gap on a page to print, or nothing."""

    value: int
    label: str
    checked: str


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """One question with its rows; `skip_checked` is that of the row for skipping. `is_faulty` when what was sent is no row."""

    code: str
    text: str
    options: tuple[ShownOption, ...]
    skip_checked: str
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


def part_to_print(page: Page, pages: Sequence[Page], *, language: str) -> ShownPart:
    """Return one of the pages that apply, with gaps in place of what somebody has chosen (`chosen_rows`)."""
    return _part(page, pages, faults=(), language=language, checked=gap)


def shown_part(page: Page, journey: Journey, *, faults: Collection[str] = (), language: str) -> ShownPart:
    """Return one of the pages that apply, with what has been answered."""
    chosen = chosen_rows(page, journey)
    return _part(page, journey.pages, faults=faults, language=language, checked=lambda row: chosen.get(row, ""))


def chosen_rows(page: Page, journey: Journey) -> dict[str, str]:
    """Return the attribute of each row of a page that is chosen, by the row's name."""
    return {
        _row(question, journey.answers.get(question.code)): _CHECKED
        for question in page.questions
        if question.code in journey.answers or question.code in journey.skipped
    }


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


def check_to_print(lines: Sequence[PartLine], *, is_empty: bool) -> dict[str, object]:
    """Return what the last look shows, with gaps in place of how much is answered: `n` of all, `n-CODE` of a part."""
    parts = [
        {"code": line.code, "title": line.title, "n_answered": gap(f"n-{line.code}"), "n_questions": line.n_questions}
        for line in lines
    ]
    return {
        "parts": parts,
        "last": parts[-1],
        "n_answered": "" if is_empty else gap("n"),
        "n_questions": sum(line.n_questions for line in lines),
    }


def paragraphs(text: Text | None, language: str) -> tuple[str, ...]:
    """Return the paragraphs of a text, one a line in the questionnaire's file."""
    return tuple(line for line in text.in_(language).splitlines() if line.strip()) if text else ()


def _row(question: Question, value: int | None) -> str:
    return f"{question.code}-{'skip' if value is None else value}"


def _part(
    page: Page, pages: Sequence[Page], *, faults: Collection[str], language: str, checked: Callable[[str], str]
) -> ShownPart:
    return ShownPart(
        code=page.code,
        title=page.title.in_(language),
        number=[one.code for one in pages].index(page.code) + 1,
        n_parts=len(pages),
        intro=paragraphs(page.intro, language),
        help=paragraphs(page.help, language),
        questions=tuple(_question(question, faults, language, checked) for question in page.questions),
    )


def _question(
    question: Question, faults: Collection[str], language: str, checked: Callable[[str], str]
) -> ShownQuestion:
    options = tuple(
        ShownOption(option.value, option.text.in_(language), checked(_row(question, option.value)))
        for option in question.options
    )
    return ShownQuestion(
        code=question.code,
        text=question.text.in_(language),
        options=options,
        skip_checked=checked(_row(question, None)),
        is_faulty=question.code in faults,
    )
