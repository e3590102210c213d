"""From the text of a TOML file to a questionnaire, or to every fault in it at once."""

import hashlib
import tomllib

from laerling.questionnaire.rules.checks import faults_in
from laerling.questionnaire.rules.page_tables import Known, read_direction, read_page_table
from laerling.questionnaire.rules.reader import Reader, Table
from laerling.questionnaire.rules.saying import Said, _, said
from laerling.questionnaire.rules.shape import (
    Dropped,
    Held,
    Index,
    Option,
    Question,
    Questionnaire,
    Scale,
    Text,
)

# Format 2 also says which rounds the version held for, which version it follows, and how each question relates to it.
FORMATS = (1, 2)
_KEYS = {"format", "code", "survey", "title", "scales", "helps", "pages", "indices"}
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_WHOLE = said(_("The questionnaire"))


class QuestionnaireFault(ValueError):
    """A file that is no questionnaire; `said` holds one sentence for each thing to mend, `faults` the same in English."""

    def __init__(self, sentences: tuple[Said, ...]) -> None:
        self.said = sentences
        self.faults = tuple(str(sentence) for sentence in sentences)
        super().__init__("\n".join(self.faults))


def parse(toml_text: str) -> Questionnaire:
    """Read a questionnaire from its file's text (docs/questionnaire.md). Raises QuestionnaireFault with all faults.

    What must hold between versions is asked by `lineage.faults_beside`.
    """
    questionnaire, reader = _read(toml_text)
    # Faults of the whole would only repeat faults of the parts.
    faults = tuple(reader.faults) or faults_in(questionnaire)
    if faults:
        raise QuestionnaireFault(faults)
    return questionnaire


def parse_published(toml_text: str) -> Questionnaire:
    """Read a file that was checked when it was published: what is asked of new ones later does not shut it out.

    Raises QuestionnaireFault where a part cannot be read at all.
    """
    questionnaire, reader = _read(toml_text)
    if reader.faults:
        raise QuestionnaireFault(tuple(reader.faults))
    return questionnaire


def _read(toml_text: str) -> tuple[Questionnaire, Reader]:
    try:
        table = tomllib.loads(toml_text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        words = str(fault) if isinstance(fault, tomllib.TOMLDecodeError) else "too deeply nested"
        raise QuestionnaireFault((said(_("The file is not valid TOML: %(fault)s."), fault=words),)) from None
    reader = Reader()
    return _questionnaire(reader, table, sha256=hashlib.sha256(toml_text.encode()).hexdigest()), reader


def _questionnaire(reader: Reader, table: Table, *, sha256: str) -> Questionnaire:
    is_dated = table.get("format") == FORMATS[-1]
    of_format = {"rounds", "follows", "series_break", "dropped"} if is_dated else set()
    reader.keys(table, _WHOLE, _KEYS | of_format)
    if table.get("format") not in FORMATS:
        reader.fault(_("The questionnaire must say format = 1 or 2."))
    follows = reader.code(table, _WHOLE, key="follows", allow_hyphen=True) if is_dated and "follows" in table else None
    reason = reader.text(table, "series_break", _WHOLE) if follows and "series_break" in table else None
    scales = _scales(reader, table)
    known = Known(
        scales=scales,
        helps=_helps(reader, table),
        scale_of=_scale_of(reader, table, scales),
        has_relations=follows is not None,
        break_reason=reason,
    )
    pages = tuple(read_page_table(reader, page, known) for page in reader.tables(table, "pages", _WHOLE))
    questions = {question.code: question for page in pages for question in page.questions}
    indices = reader.tables(table, "indices", _WHOLE, required=False)
    return Questionnaire(
        code=reader.code(table, _WHOLE, allow_hyphen=True),
        survey=reader.code(table, _WHOLE, key="survey"),
        title=reader.text(table, "title", _WHOLE),
        pages=pages,
        indices=tuple(_index(reader, row, questions) for row in indices),
        sha256=sha256,
        held=_held(reader, table) if is_dated else None,
        follows=follows,
        series_break=reason,
        dropped=_dropped(reader, table, follows) if is_dated else (),
    )


def _held(reader: Reader, table: Table) -> Held:
    """Return the rounds it held for: `rounds = { first = 2012, last = 2017 }`, the last only where it is known."""
    row = reader.table(table, "rounds", _WHOLE)
    where = said(_("The questionnaire (rounds)"))
    reader.keys(row, where, {"first", "last"})
    first = reader.number(row, "first", where)
    last = reader.number(row, "last", where) if "last" in row else None
    if not _FIRST_YEAR <= first <= (last or _LAST_YEAR) <= _LAST_YEAR:
        reader.fault(_("The questionnaire must hold for rounds from a year to the same or a later year."))
    return Held(first, last)


def _dropped(reader: Reader, table: Table, follows: str | None) -> tuple[Dropped, ...]:
    rows = reader.tables(table, "dropped", _WHOLE, required=False)
    if follows is None and (rows or "series_break" in table):
        reader.fault(_("The questionnaire follows no other, and can neither drop questions nor break a series."))
    dropped = []
    for row in rows:
        code = reader.code(row, said(_("A dropped question")), key="question")
        where = said(_("Dropped question %(code)s"), code=code)
        reader.keys(row, where, {"question", "why"})
        dropped.append(Dropped(code, reader.text(row, "why", where)))
    return tuple(dropped)


def _scale_of(reader: Reader, table: Table, scales: dict[str, Scale]) -> dict[str, Scale]:
    """Return the scale of each question, before the questions are read: conditions speak of other questions' options."""
    rows = (row for page in reader.peek(table, "pages") for row in reader.peek(page, "questions"))
    return {str(row.get("code")): scales[str(row.get("scale"))] for row in rows if str(row.get("scale")) in scales}


def _helps(reader: Reader, table: Table) -> dict[str, Text]:
    rows = reader.table(table, "helps", _WHOLE)
    return {code: reader.text(rows, code, _WHOLE) for code in rows}


def _scales(reader: Reader, table: Table) -> dict[str, Scale]:
    rows = reader.table(table, "scales", _WHOLE)
    scales = {code: _scale(reader, code, row) for code, row in rows.items() if isinstance(row, dict)}
    used = {str(row.get("scale")) for page in reader.peek(table, "pages") for row in reader.peek(page, "questions")}
    for code in sorted(scales.keys() - used):
        reader.fault(_("Scale %(code)s is used by no question."), code=code)
    return scales


def _scale(reader: Reader, code: str, row: Table) -> Scale:
    where = said(_("Scale %(code)s"), code=code)
    reader.keys(row, where, {"options", "direction"})
    options = tuple(_option(reader, option, code) for option in reader.tables(row, "options", where))
    scale = Scale(code, options, read_direction(reader, row, where, default="none"))
    n_steps = len(scale.steps)
    if sorted(option.value for option in options) != list(range(1, len(options) + 1)):
        reader.fault(_("%(where)s must number its options 1, 2, 3 and so on, each once."), where=where)
    elif scale.steps != frozenset(range(1, n_steps + 1)):
        reader.fault(_("%(where)s must give the options outside the scale the highest values."), where=where)
    if n_steps < 2:  # noqa: PLR2004  one step is no scale
        reader.fault(_("%(where)s needs at least two options on the scale."), where=where)
    return scale


def _option(reader: Reader, row: Table, scale: str) -> Option:
    value = reader.number(row, "value", said(_("An option of scale %(code)s"), code=scale))
    where = said(_("Option %(value)s of scale %(code)s"), value=value, code=scale)
    reader.keys(row, where, {"value", "outside", "nb", "nn", "en"})
    return Option(value, reader.forms(row, where), outside=reader.truth(row, "outside", where))


def _index(reader: Reader, row: Table, questions: dict[str, Question]) -> Index:
    code = reader.code(row, said(_("An index")))
    where = said(_("Index %(code)s"), code=code)
    reader.keys(row, where, {"code", "title", "items", "minimum_items"})
    items = reader.strings(row, "items", where)
    for item in items:
        if item not in questions:
            reader.fault(_("%(where)s counts %(item)s, which does not exist."), where=where, item=item)
    return Index(
        code=code,
        title=reader.text(row, "title", where),
        questions=tuple(questions[item] for item in items if item in questions),
        minimum_items=reader.number(row, "minimum_items", where),
    )
