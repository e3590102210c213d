"""A unit's overview as a report: how many answered, the indices, and the units below it."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from laerling.reports import charts
from laerling.reports.files.building.parts import chart, form_of, report
from laerling.reports.files.document import Cell, Chart, Line, Number, Report, Section, Source, Table
from laerling.reports.types import Answered, IndexLine, Overview, Unit, UnitLine


def overview_report(overview: Overview, below: Sequence[UnitLine], *, language: str) -> Report:
    """Return the overview and the units below it as a report in the language that is on."""
    unit = overview.units[0]
    return report(
        name="overview",
        title=_("Results of the Apprentice Survey %(year)s") % {"year": overview.stamp.year},
        unit=unit,
        form=form_of(language),
        stamp=overview.stamp,
        sections=sections(overview, below),
        hides=overview.hides_something or not all(line.answered.shown for line in below),
    )


def sections(overview: Overview, below: Sequence[UnitLine]) -> Iterator[Section]:
    """Yield the overview's sections in the order of reading."""
    yield Section(_("How many answered"), (_answered_table(overview),))
    yield Section(_("Indices"), (_index_chart(overview), _index_table(overview)))
    if below:
        is_nation = overview.units[0].level == "nation"
        yield Section(_("Counties") if is_nation else _("Training offices"), (_below_table(overview, below),))


def _answered_table(overview: Overview) -> Table:
    pairs = zip(overview.units, overview.answered, strict=True)
    headings = (_("Unit"), _("Response rate"), _("Answered"), _("On the list"))
    rows = tuple(_answered_row(overview, unit, answered) for unit, answered in pairs)
    return Table(_("How many answered"), headings, rows)


def _below_table(overview: Overview, below: Sequence[UnitLine]) -> Table:
    headings = (_("Unit"), _("Response rate"), _("Answered"), _("On the list"))
    rows = tuple(_answered_row(overview, line.unit, line.answered) for line in below)
    is_nation = overview.units[0].level == "nation"
    return Table(_("Counties") if is_nation else _("Training offices"), headings, rows)


def _answered_row(overview: Overview, unit: Unit, answered: Answered) -> tuple[Cell, ...]:
    source = Source(
        overview.stamp.year, unit, _("Response rate"), n=answered.n, n_invited=answered.n_invited, has_invited=True
    )
    return (
        unit.name,
        Number("percent", answered.pct, source=source),
        Number("people", answered.n),
        Number("people", answered.n_invited),
    )


def _index_table(overview: Overview) -> Table:
    names = [unit.name for unit in overview.units]
    rows = tuple(
        (line.title, *_means(overview, line), Number("people", line.figures[0].n)) for line in overview.indices
    )
    return Table(_("Indices"), (_("Index"), *names, _("Number of answers")), rows)


def _means(overview: Overview, line: IndexLine) -> tuple[Number, ...]:
    return tuple(
        Number("mean", figure.mean, source=Source(overview.stamp.year, unit, line.title, n=figure.n))
        for unit, figure in zip(overview.units, line.figures, strict=True)
    )


def _index_chart(overview: Overview) -> Chart:
    drawing = charts.index_chart(overview.units, overview.indices).wide
    lines = (
        Line(unit.name, ink, tuple(Number("mean", line.figures[position].mean) for line in overview.indices))
        for position, (ink, unit) in enumerate(charts.legend(overview.units))
    )
    return chart("points", drawing, (line.title for line in overview.indices), lines)
