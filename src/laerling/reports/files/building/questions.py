"""Distributions as a report: one question, all of a theme, or those of an index, beside county, nation and chosen units."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from laerling.reports import charts
from laerling.reports.files.building.parts import chart, reach, report, sentences
from laerling.reports.files.document import Block, Cell, Chart, Line, Look, Number, Report, Section, Source, Table, Text
from laerling.reports.types import Distribution, IndexReport, Pooled, QuestionLine, QuestionReport, Stamp, Theme, Unit


def theme_report(theme: Theme, *, language: str) -> Report:
    """Return a theme's questions, each with its chart and its table."""
    return report(
        name=theme.code,
        title=_titled(theme.title, theme.stamp),
        unit=theme.units[0],
        language=language,
        stamp=theme.stamp,
        sections=[
            *(_section(theme.stamp, theme.units, question) for question in theme.questions),
            *pooled_sections(theme.stamp, theme.pooled),
        ],
        hides=theme.hides_something,
    )


def question_report(found: QuestionReport, *, language: str) -> Report:
    """Return one question as a report."""
    return report(
        name=found.question.code,
        title=_titled(found.theme.title, found.stamp),
        unit=found.units[0],
        language=language,
        stamp=found.stamp,
        sections=[_section(found.stamp, found.units, found.question), *pooled_sections(found.stamp, found.pooled)],
        hides=found.hides_something,
    )


def index_report(found: IndexReport, *, language: str) -> Report:
    """Return an index with the questions it is made of."""
    questions = (_section(found.stamp, found.units, question) for question in found.questions)
    figures = (*sentences(found.line.said(found.units)), _index_chart(found), _index_table(found))
    return report(
        name=found.line.code,
        title=_titled(found.line.title, found.stamp),
        unit=found.units[0],
        language=language,
        stamp=found.stamp,
        sections=[Section(found.line.title, figures), *questions, *pooled_sections(found.stamp, found.pooled)],
        hides=found.hides_something,
    )


def question_blocks(
    stamp: Stamp, units: tuple[Unit, ...], question: QuestionLine, *, is_drawn: bool = True
) -> Iterator[Block]:
    """Yield what is told of a question: who was asked, what is beyond chance, the chart, the table."""
    if question.asked_some:
        yield Text((_("Asked only of those whom an earlier answer led here."),))
    if question.sensitive:
        yield Text((_("A sensitive question: each share is told as a range, so that it cannot point to anybody."),))
    yield from sentences(question.said(units))
    if is_drawn:
        yield _chart(units, question)
    yield _table(stamp, units, question)


def pooled_sections(stamp: Stamp, pooled: Pooled | None) -> Iterator[Section]:
    """Yield what is told of two rounds together, nothing where nothing is."""
    if pooled is None:
        return
    words = Text((f"{pooled.title}. {pooled.words}",))
    yield Section(pooled.title, (words, _pooled_indices(stamp, pooled)) if pooled.indices else (words,))
    for question in pooled.questions:
        yield Section(question.text, tuple(question_blocks(stamp, (pooled.unit,), question)), level=2)


def share(
    stamp: Stamp, unit: Unit, question: QuestionLine, row: Distribution, position: int, group: str = ""
) -> Number:
    """Return what is told of one answer's share in one unit, or in one group of it."""
    source = Source(stamp.year, unit, question.text, group=group, answer=question.options[position].text, n=row.n)
    if not row.shown:
        return Number("percent", None, source=source)
    if row.bands:
        low, high = row.bands[position]
        return Number("percent", low, high, source)
    return Number("percent", row.pct[position], source=source)


def lines_of(question: QuestionLine, rows: tuple[Distribution, ...]) -> Iterator[Line]:
    """Yield a question's answers as the pieces of a chart of bars, for units, groups or questions that are its rows."""
    for position, option in enumerate(question.options):
        values = tuple(
            Number("percent", row.pct[position] if row.shown and position < len(row.pct) else None) for row in rows
        )
        yield Line(option.text, option.ink, values)


def look_of(rows: Iterable[Distribution]) -> Look:
    """Return how distributions are drawn: as ranges where any of them is told so."""
    return "ranges" if any(row.bands for row in rows) else "bars"


def _titled(title: str, stamp: Stamp) -> str:
    return _("%(theme)s. The Apprentice Survey %(year)s") % {"theme": title.rstrip("."), "year": stamp.year}


def _section(stamp: Stamp, units: tuple[Unit, ...], question: QuestionLine) -> Section:
    return Section(question.text, tuple(question_blocks(stamp, units, question)))


def _table(stamp: Stamp, units: tuple[Unit, ...], question: QuestionLine) -> Table:
    """Return how a question was answered: an answer a row, a unit a column, and how many answered at the end."""
    pairs = list(zip(units, question.rows, strict=True))
    rows: list[tuple[Cell, ...]] = [
        (option.text, *(share(stamp, unit, question, row, position) for unit, row in pairs))
        for position, option in enumerate(question.options)
    ]
    rows.append((_("Number of answers"), *(Number("people", row.n) for _unit, row in pairs)))
    return Table(question.text, (_("Answer"), *(unit.name for unit in units)), tuple(rows), totals=1)


def _chart(units: tuple[Unit, ...], question: QuestionLine) -> Chart:
    drawing = charts.distribution_chart(units, question).wide
    return chart(look_of(question.rows), drawing, (unit.name for unit in units), lines_of(question, question.rows))


def _index_table(found: IndexReport) -> Table:
    headings = (_("Unit"), _("Mean"), _("95 per cent interval"), _("Number of answers"))
    rows = tuple(
        (
            unit.name,
            Number("mean", figure.mean, source=Source(found.stamp.year, unit, found.line.title, n=figure.n)),
            reach(figure),
            Number("people", figure.n),
        )
        for unit, figure in zip(found.units, found.line.figures, strict=True)
    )
    return Table(found.line.title, headings, rows)


def _index_chart(found: IndexReport) -> Chart:
    marks = list(zip(charts.legend(found.units, found.n_chosen), found.line.figures, strict=True))
    lanes = [charts.Lane(unit.name, one.mean, one.low, one.high, place) for (place, unit), one in marks]
    finding = ". ".join([*found.line.said(found.units), _("Scale from 1 to 5, where 5 is best.")])
    drawing = charts.lanes_chart(lanes, title=found.line.title, finding=finding).wide
    line = Line(found.line.title, "own", tuple(Number("mean", figure.mean) for figure in found.line.figures))
    return chart("points", drawing, (unit.name for unit in found.units), [line])


def _pooled_indices(stamp: Stamp, pooled: Pooled) -> Table:
    rows = tuple(
        (
            line.title,
            Number("mean", figure.mean, source=Source(stamp.year, pooled.unit, line.title, n=figure.n)),
            reach(figure),
            Number("people", figure.n),
        )
        for line in pooled.indices
        for figure in line.figures
    )
    headings = (_("Index"), _("Mean"), _("95 per cent interval"), _("Number of answers"))
    return Table(pooled.title, headings, rows)
