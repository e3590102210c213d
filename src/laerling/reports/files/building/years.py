"""Something over the years as a report: lines that stop where nothing may be compared, and why they do."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from laerling.reports import charts
from laerling.reports.files.building.parts import chart, report
from laerling.reports.files.document import Block, Cell, Chart, Kind, Line, Number, Report, Section, Source, Table, Text
from laerling.reports.over_years import UnitYears, YearFigure, YearsReport
from laerling.reports.types import Stamp


def years_report(found: YearsReport, stamp: Stamp, *, language: str) -> Report:
    """Return an item over the rounds. `stamp` is of the newest release; the years' own stand in the table."""
    return _report(found, stamp, f"{found.code}-years", _("Over the years. The Apprentice Survey"), (), language)


def reckoned_report(found: YearsReport, stamp: Stamp, *, language: str) -> Report:
    """Return an item for a county of any year, reckoned on its ground in every round, and marked as that."""
    said = _(
        "This is reckoned, and was never released as such. Figures of whole counties are added together, where every one "
        "of them is shown. Municipalities that changed county are left out of account."
    )
    name = f"{found.code}-reckoned-{found.lines[0].unit.code}"
    title = _("Reckoned through all years. The Apprentice Survey")
    return _report(found, stamp, name, title, (said,), language, is_reckoned=True)


def _report(
    found: YearsReport,
    stamp: Stamp,
    name: str,
    title: str,
    said: tuple[str, ...],
    language: str,
    *,
    is_reckoned: bool = False,
) -> Report:
    blocks: list[Block] = [Text(said)] if said else []
    if found.has_points:
        blocks.append(_chart(found))
    blocks.append(_with_parts(found) if is_reckoned else _table(found))
    blocks += _words(found)
    return report(
        name=name,
        title=title,
        unit=found.lines[0].unit,
        language=language,
        stamp=stamp,
        sections=[Section(found.title, tuple(blocks))],
        hides=found.hides_something,
    )


def _words(found: YearsReport) -> Iterator[Block]:
    gaps = tuple(
        _("Not compared between %(before)s and %(after)s: %(why)s")
        % {"before": gap.before, "after": gap.after, "why": gap.why}
        for gap in found.gaps
    )
    if gaps:
        yield Text(gaps)
    elsewhere = tuple(words for line in found.lines for words in line.elsewhere)
    if elsewhere:
        yield Text(elsewhere)


def _kind(found: YearsReport) -> Kind:
    return "percent" if found.kind == "answered" else "mean"


def _table(found: YearsReport) -> Table:
    """Return a row a round, newest first; a column a unit, or an answer where ranges and shares are told."""
    if found.is_drawn:
        headings = (_("Year"), *(line.unit.name for line in found.lines), _("Number of answers"))
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (str(year), *(_figure(found, line, year) for line in found.lines), _n(found.lines[0], year))
            for year in reversed(found.years)
        )
        return Table(found.title, headings, rows)
    headings = (_("Year"), _("Unit"), *found.options, _("Number of answers"))
    told: list[tuple[Cell, ...]] = [
        (str(year), line.unit.name, *_shares(found, line, one), Number("people", one.n))
        for year in reversed(found.years)
        for line in found.lines
        if (one := line.at(year)) is not None
    ]
    return Table(found.title, headings, tuple(told))


def _with_parts(found: YearsReport) -> Table:
    """Return the table of what is reckoned: each row ends with the counties it is made of, or why there is no figure."""
    table, (line,) = _table(found), found.lines
    ends = (", ".join(one.parts) or one.why for one in sorted(line.figures, key=lambda one: -one.year))
    rows = tuple((*row, end) for row, end in zip(table.rows, ends, strict=True))
    return replace(table, headings=(*table.headings, _("Reckoned from")), rows=rows)


def _figure(found: YearsReport, line: UnitYears, year: int) -> Cell:
    one = line.at(year)
    if one is None:
        return ""
    return Number(_kind(found), one.value, source=_source(found, line, one))


def _n(own: UnitYears, year: int) -> Cell:
    one = own.at(year)
    return "" if one is None else Number("people", one.n)


def _shares(found: YearsReport, line: UnitYears, one: YearFigure) -> Iterator[Number]:
    for position, option in enumerate(found.options):
        said = one.shares[position] if one.shown and position < len(one.shares) else ""
        yield Number("percent", None, source=_source(found, line, one, option), said=said)


def _source(found: YearsReport, line: UnitYears, one: YearFigure, answer: str = "") -> Source:
    parts = f"{_('Reckoned from')} {', '.join(one.parts)}" if one.parts and one.shown else ""
    return Source(one.year, line.unit, found.title, group=parts, answer=answer, n=one.n)


def _chart(found: YearsReport) -> Chart:
    lines = [
        piece
        for (ink, _unit), line in zip(charts.legend(tuple(line.unit for line in found.lines)), found.lines, strict=True)
        for piece in _pieces(found, line, ink)
    ]
    drawing = charts.years_chart(found).wide
    return chart("years", drawing, (str(year) for year in found.years), lines)


def _pieces(found: YearsReport, line: UnitYears, ink: str) -> Iterator[Line]:
    """Yield a line for each stretch of comparable rounds: a chart program would draw one line right across a break."""
    drawn = {year for segment in line.segments for year in segment}
    alone = ((one.year,) for one in line.figures if one.year not in drawn and one.value is not None)
    for segment in sorted((*line.segments, *alone)):
        values = tuple(
            Number(_kind(found), one.value if year in segment and (one := line.at(year)) else None)
            for year in found.years
        )
        if any(value.value is not None for value in values):
            years = f"{segment[0]}–{segment[-1]}" if len(segment) > 1 else str(segment[0])
            yield Line(f"{line.unit.name} {years}", ink, values)
