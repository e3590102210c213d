"""A unit's overview as a report: how many answered, the indices, and the units below it. Compared units are the same."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from laerling.reports import charts
from laerling.reports.files.building.parts import chart, reach, report, sentences
from laerling.reports.files.building.questions import pooled_sections
from laerling.reports.files.document import Cell, Chart, Line, Number, Report, Section, Source, Table
from laerling.reports.types import Answered, Overview, Stamp, Unit, UnitLine


def overview_report(overview: Overview, below: Sequence[UnitLine], *, language: str) -> Report:
    """Return the overview and the units below it as a report in the language that is on."""
    return report(
        name="overview",
        title=_("Results of the Apprentice Survey %(year)s") % {"year": overview.stamp.year},
        unit=overview.units[0],
        language=language,
        stamp=overview.stamp,
        sections=sections(overview, below),
        hides=overview.hides_something or not all(line.answered.shown for line in below),
    )


def sections(overview: Overview, below: Sequence[UnitLine]) -> Iterator[Section]:
    """Yield the overview's sections in the order of reading."""
    pairs = zip(overview.units, overview.answered, strict=True)
    yield Section(_("How many answered"), (_answered_table(_("How many answered"), overview.stamp, pairs),))
    said = [words for line in overview.indices for words in _said(overview, line.title, line.said(overview.units))]
    yield Section(_("Indices"), (_index_chart(overview), _index_table(overview), *sentences(said)))
    yield from pooled_sections(overview.stamp, overview.pooled)
    if below:
        title = _below_title(overview.units[0])
        rows = ((line.unit, line.answered) for line in below)
        yield Section(title, (_answered_table(title, overview.stamp, rows),))


def _said(_overview: Overview, title: str, said: tuple[str, ...]) -> Iterator[str]:
    return (f"{title}: {words}" for words in said)


def _below_title(unit: Unit) -> str:
    if unit.level == "nation":
        return _("Counties")
    return _("Training offices") if unit.level == "county" else _("Training establishments")


def _answered_table(title: str, stamp: Stamp, rows: Iterator[tuple[Unit, Answered]]) -> Table:
    headings = (_("Unit"), _("Response rate"), _("Answered"), _("On the list"))
    return Table(title, headings, tuple(answered_row(stamp, unit, unit.name, answered) for unit, answered in rows))


def answered_row(stamp: Stamp, unit: Unit, name: str, answered: Answered) -> tuple[Cell, ...]:
    """Return how many answered in one unit, or in one group of it by another name, as a row."""
    group = "" if name == unit.name else name
    source = Source(
        stamp.year,
        unit,
        _("Response rate"),
        group=group,
        n=answered.n,
        n_invited=answered.n_invited,
        has_invited=True,
    )
    return (
        name,
        Number("percent", answered.pct, source=source),
        Number("people", answered.n),
        Number("people", answered.n_invited),
    )


def _index_table(overview: Overview) -> Table:
    names = [unit.name for unit in overview.units]
    rows: list[tuple[Cell, ...]] = []
    for line in overview.indices:
        means = (
            Number("mean", figure.mean, source=Source(overview.stamp.year, unit, line.title, n=figure.n))
            for unit, figure in zip(overview.units, line.figures, strict=True)
        )
        own = line.figures[0]
        rows.append((line.title, *means, reach(own), Number("people", own.n)))
    interval, n = _("95 per cent interval"), _("Number of answers")
    return Table(_("Indices"), (_("Index"), *names, interval, n), tuple(rows))


def _index_chart(overview: Overview) -> Chart:
    drawing = charts.index_chart(overview.units, overview.indices, overview.n_chosen).wide
    marks = charts.legend(overview.units, overview.n_chosen)
    lines = (
        Line(unit.name, ink, tuple(Number("mean", line.figures[position].mean) for line in overview.indices))
        for position, (ink, unit) in enumerate(marks)
    )
    return chart("points", drawing, (line.title for line in overview.indices), lines)
