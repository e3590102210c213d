"""From the text of a TOML file to a questionnaire, or to every fault in it at once."""

import hashlib
import tomllib

from laerling.questionnaire.rules.checks import faults_in
from laerling.questionnaire.rules.page_tables import Known, read_direction, read_page_table
from laerling.questionnaire.rules.reader import Reader, Table
from laerling.questionnaire.rules.shape import Index, Option, Question, Questionnaire, Scale, Text

FORMAT = 1


class QuestionnaireFault(ValueError):
    """A file that is no questionnaire; `faults` holds one sentence for each thing to mend."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def parse(toml_text: str) -> Questionnaire:
    """Read a questionnaire from its file's text (docs/questionnaire.md). Raises QuestionnaireFault with all faults."""
    try:
        table = tomllib.loads(toml_text)
    except tomllib.TOMLDecodeError as fault:
        raise QuestionnaireFault((f"The file is not valid TOML: {fault}.",)) from None
    reader = Reader()
    questionnaire = _questionnaire(reader, table, sha256=hashlib.sha256(toml_text.encode()).hexdigest())
    # Faults of the whole would only repeat faults of the parts.
    faults = tuple(reader.faults) or faults_in(questionnaire)
    if faults:
        raise QuestionnaireFault(faults)
    return questionnaire


def _questionnaire(reader: Reader, table: Table, *, sha256: str) -> Questionnaire:
    where = "The questionnaire"
    reader.keys(table, where, {"format", "code", "survey", "title", "scales", "helps", "pages", "indices"})
    if table.get("format") != FORMAT:
        reader.fault(f"The questionnaire must say format = {FORMAT}.")
    scales = _scales(reader, table)
    known = Known(scales=scales, helps=_helps(reader, table), scale_of=_scale_of(reader, table, scales))
    pages = tuple(read_page_table(reader, page, known) for page in reader.tables(table, "pages", where))
    questions = {question.code: question for page in pages for question in page.questions}
    return Questionnaire(
        code=reader.code(table, where, allow_hyphen=True),
        survey=reader.code(table, where, key="survey"),
        title=reader.text(table, "title", where),
        pages=pages,
        indices=tuple(_index(reader, row, questions) for row in reader.tables(table, "indices", where, required=False)),
        sha256=sha256,
    )


def _scale_of(reader: Reader, table: Table, scales: dict[str, Scale]) -> dict[str, Scale]:
    """Return the scale of each question, before the questions are read: conditions speak of other questions' options."""
    rows = (row for page in reader.peek(table, "pages") for row in reader.peek(page, "questions"))
    return {str(row.get("code")): scales[str(row.get("scale"))] for row in rows if str(row.get("scale")) in scales}


def _helps(reader: Reader, table: Table) -> dict[str, Text]:
    rows = reader.table(table, "helps", "The questionnaire")
    return {code: reader.text(rows, code, "The questionnaire") for code in rows}


def _scales(reader: Reader, table: Table) -> dict[str, Scale]:
    rows = reader.table(table, "scales", "The questionnaire")
    scales = {code: _scale(reader, code, row) for code, row in rows.items() if isinstance(row, dict)}
    used = {str(row.get("scale")) for page in reader.peek(table, "pages") for row in reader.peek(page, "questions")}
    for code in sorted(scales.keys() - used):
        reader.fault(f"Scale {code} is used by no question.")
    return scales


def _scale(reader: Reader, code: str, row: Table) -> Scale:
    where = f"Scale {code}"
    reader.keys(row, where, {"options", "direction"})
    options = tuple(_option(reader, option, where) for option in reader.tables(row, "options", where))
    scale = Scale(code, options, read_direction(reader, row, where, default="none"))
    n_steps = len(scale.steps)
    if sorted(option.value for option in options) != list(range(1, len(options) + 1)):
        reader.fault(f"{where} must number its options 1, 2, 3 and so on, each once.")
    elif scale.steps != frozenset(range(1, n_steps + 1)):
        reader.fault(f"{where} must give the options outside the scale the highest values.")
    if n_steps < 2:  # noqa: PLR2004  one step is no scale
        reader.fault(f"{where} needs at least two options on the scale.")
    return scale


def _option(reader: Reader, row: Table, where: str) -> Option:
    value = reader.number(row, "value", f"An option of {where.lower()}")
    where = f"Option {value} of {where.lower()}"
    reader.keys(row, where, {"value", "outside", "nb", "nn", "en"})
    return Option(value, reader.forms(row, where), outside=reader.truth(row, "outside", where))


def _index(reader: Reader, row: Table, questions: dict[str, Question]) -> Index:
    code = reader.code(row, "An index")
    where = f"Index {code}"
    reader.keys(row, where, {"code", "title", "items", "minimum_items"})
    items = reader.strings(row, "items", where)
    for item in items:
        if item not in questions:
            reader.fault(f"{where} counts {item}, which does not exist.")
    return Index(
        code=code,
        title=reader.text(row, "title", where),
        questions=tuple(questions[item] for item in items if item in questions),
        minimum_items=reader.number(row, "minimum_items", where),
    )
