"""What templates lay out: a question with its chart and its table."""

from dataclasses import dataclass

from laerling.reports import charts
from laerling.reports.charts import Chart
from laerling.reports.types import Pooled, QuestionLine, Unit
from laerling.reports.words import whole


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure in a table as it is written, and the unit it is of; `shown` is False where the sign stands."""

    unit: Unit
    text: str
    shown: bool


@dataclass(frozen=True, slots=True)
class QuestionRows:
    """A question with its chart, its table twin (a row an option, a column a unit), and what is beyond chance."""

    question: QuestionLine
    chart: Chart
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    n: tuple[Cell, ...]
    said: tuple[str, ...]


def question_rows(units: tuple[Unit, ...], question: QuestionLine) -> QuestionRows:
    """Return a question laid out for a page."""
    pairs = list(zip(units, question.rows, strict=True))
    return QuestionRows(
        question,
        charts.distribution_chart(units, question),
        tuple(
            (option.text, tuple(Cell(unit, row.at(position), row.shown) for unit, row in pairs))
            for position, option in enumerate(question.options)
        ),
        tuple(Cell(unit, whole(row.n), row.shown) for unit, row in pairs),
        question.said(units),
    )


@dataclass(frozen=True, slots=True)
class PooledRows:
    """What is told of the unit over two rounds together, with its questions laid out."""

    pooled: Pooled
    questions: tuple[QuestionRows, ...]

    @property
    def units(self) -> tuple[Unit, ...]:
        """The one unit they are of."""
        return (self.pooled.unit,)


def pooled_rows(pooled: Pooled | None) -> PooledRows | None:
    """Return two rounds together laid out for a page, None where there is nothing of them."""
    if pooled is None:
        return None
    return PooledRows(pooled, tuple(question_rows((pooled.unit,), question) for question in pooled.questions))
