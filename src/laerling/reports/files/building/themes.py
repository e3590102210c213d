"""Distributions as a report: one question, or all of a theme, beside county and nation."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from laerling.reports import charts
from laerling.reports.files.building.parts import chart, form_of, report
from laerling.reports.files.document import Block, Cell, Chart, Line, Number, Report, Section, Source, Table, Text
from laerling.reports.types import QuestionLine, Theme, Unit


def theme_report(theme: Theme, *, language: str) -> Report:
    """Return a theme's questions, each with its chart and its table."""
    return report(
        name=theme.code,
        title=_("%(theme)s. The Apprentice Survey %(year)s") % {"theme": theme.title, "year": theme.stamp.year},
        unit=theme.units[0],
        form=form_of(language),
        stamp=theme.stamp,
        sections=[Section(question.text, tuple(_blocks(theme, question))) for question in theme.questions],
        hides=theme.hides_something,
    )


def question_report(theme: Theme, code: str, *, language: str) -> Report:
    """Return one question of a theme as a report. Raises KeyError where the theme has no such question."""
    question = next((one for one in theme.questions if one.code == code), None)
    if question is None:
        raise KeyError(code)
    return report(
        name=code,
        title=_("%(theme)s. The Apprentice Survey %(year)s") % {"theme": theme.title, "year": theme.stamp.year},
        unit=theme.units[0],
        form=form_of(language),
        stamp=theme.stamp,
        sections=[Section(question.text, tuple(_blocks(theme, question)))],
        hides=not all(row.shown for row in question.rows),
    )


def question_table(theme: Theme, question: QuestionLine) -> Table:
    """Return how a question was answered: an answer a row, a unit a column, and how many answered at the end."""
    rows = [_shares(theme, question, position) for position in range(len(question.options))]
    counted = (_("Number of answers"), *(Number("people", row.n) for row in question.rows))
    headings = (_("Answer"), *(unit.name for unit in theme.units))
    return Table(question.text, headings, (*rows, counted), totals=1)


def _blocks(theme: Theme, question: QuestionLine) -> Iterator[Block]:
    if question.asked_some:
        yield Text((_("Asked only of those whom an earlier answer led here."),))
    yield _chart(theme.units, question)
    yield question_table(theme, question)


def _shares(theme: Theme, question: QuestionLine, position: int) -> tuple[Cell, ...]:
    option = question.options[position].text
    pairs = zip(theme.units, question.rows, strict=True)
    return (
        option,
        *(
            Number(
                "percent",
                row.pct[position] if row.shown else None,
                source=Source(theme.stamp.year, unit, question.text, answer=option, n=row.n),
            )
            for unit, row in pairs
        ),
    )


def _chart(units: tuple[Unit, ...], question: QuestionLine) -> Chart:
    drawing = charts.distribution_chart(units, question).wide
    lines = (
        Line(
            option.text,
            option.ink,
            tuple(Number("percent", row.pct[position] if row.shown else None) for row in question.rows),
        )
        for position, option in enumerate(question.options)
    )
    return chart("bars", drawing, (unit.name for unit in units), lines)
