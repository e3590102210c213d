"""Walking through a questionnaire without being anybody: the whole way lies in the address, and nothing is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from laerling.portals.questions.words import FORM_NAMES
from laerling.questionnaire.rules import (
    Page,
    Question,
    Questionnaire,
    Text,
    clean,
    first_page,
    next_page,
    pages_for,
    previous_page,
    read_page,
)
from laerling.questionnaire.rules.ways import path_to

END = "slutt"
_FIELD = "a-"


@dataclass(frozen=True, slots=True)
class Way:
    """Where somebody stands: the page's code, or END, and what has been chosen so far."""

    at: str
    answers: dict[str, int]

    @property
    def query(self) -> str:
        """The way as an address has it."""
        chosen = {f"{_FIELD}{code}": value for code, value in self.answers.items()}
        return urlencode({"side": self.at, **chosen})


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as a phone shows it: rows of value, words, and whether it is chosen."""

    code: str
    text: str
    options: tuple[tuple[int, str, bool], ...]


@dataclass(frozen=True, slots=True)
class Phone:
    """One page in one language, as on a phone."""

    language: str
    name: str
    title: str
    intro: tuple[str, ...]
    help: tuple[str, ...]
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """One page in the list one may jump to. `for_all` where everybody meets it; `is_met` where this way leads there."""

    code: str
    title: str
    query: str
    for_all: bool
    is_met: bool
    is_here: bool


def chosen(questionnaire: Questionnaire, given: Mapping[str, str]) -> dict[str, int]:
    """Return the answers an address holds, those that are options and apply."""
    fields = {name.removeprefix(_FIELD): value for name, value in given.items() if name.startswith(_FIELD)}
    found = [read_page(page, fields).answers for page in questionnaire.pages]
    return clean(questionnaire, {code: value for answers in found for code, value in answers.items()})


def stand(questionnaire: Questionnaire, given: Mapping[str, str]) -> Way:
    """Return where an address stands. A page that does not apply leads to the next that does."""
    answers = chosen(questionnaire, given)
    at = given.get("side", "")
    applies = [page.code for page in pages_for(questionnaire, answers)]
    if at == END or at in applies:
        return Way(at, answers)
    if at not in {page.code for page in questionnaire.pages}:
        return Way(first_page(questionnaire).code, answers)
    after = next_page(questionnaire, answers, at)
    return Way(after.code if after else END, answers)


def step(questionnaire: Questionnaire, way: Way, *, go: str) -> Way:
    """Return where the button `next` or `back` leads."""
    if go == "back":
        pages = pages_for(questionnaire, way.answers)
        before = pages[-1] if way.at == END else previous_page(questionnaire, way.answers, way.at)
        return Way(before.code, way.answers) if before else way
    if way.at == END:
        return way
    after = next_page(questionnaire, way.answers, way.at)
    return Way(after.code if after else END, way.answers)


def phones(page: Page, answers: Mapping[str, int]) -> tuple[Phone, ...]:
    """Return a page as on a phone, in each language."""
    return tuple(
        Phone(
            language,
            name,
            page.title.in_(language),
            _paragraphs(page.intro, language),
            _paragraphs(page.help, language),
            tuple(_asked(question, answers, language) for question in page.questions),
        )
        for language, name in FORM_NAMES.items()
    )


def carried(page: Page | None, answers: Mapping[str, int]) -> dict[str, int]:
    """Return what a page's form carries along: the answers to all other pages, by field."""
    here = {question.code for question in page.questions} if page else set()
    return {f"{_FIELD}{code}": value for code, value in answers.items() if code not in here}


def stops(questionnaire: Questionnaire, way: Way, language: str) -> tuple[Stop, ...]:
    """Return every page, each with a way that leads there: the present one where it does."""
    met = {page.code for page in pages_for(questionnaire, way.answers)}
    always = {page.code for page in pages_for(questionnaire, {})}
    return tuple(
        Stop(
            page.code,
            page.title.in_(language),
            Way(page.code, way.answers if page.code in met else path_to(page, questionnaire)).query,
            page.code in always and any(question.shown_if is None for question in page.questions),
            page.code in met,
            page.code == way.at,
        )
        for page in questionnaire.pages
    )


def _asked(question: Question, answers: Mapping[str, int], language: str) -> Asked:
    value = answers.get(question.code)
    rows = tuple((one.value, one.text.in_(language), one.value == value) for one in question.options)
    return Asked(question.code, question.text.in_(language), rows)


def _paragraphs(text: Text | None, language: str) -> tuple[str, ...]:
    return tuple(line for line in text.in_(language).splitlines() if line.strip()) if text else ()
