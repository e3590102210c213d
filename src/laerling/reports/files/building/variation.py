"""How a unit's groups vary, as a report: all indices in tables, or one measure drawn and told group by group."""

from collections.abc import Iterator, Mapping
from typing import Final

from django.utils.translation import gettext as _

from laerling.reports import charts
from laerling.reports.files.building.parts import chart, reach, report
from laerling.reports.files.document import Block, Cell, Chart, Line, Number, Report, Section, Source, Table, Text
from laerling.reports.types import Figure
from laerling.reports.variation.types import Group, Mark, Measure, Panel, Variation
from laerling.reports.variation.words import beyond, others_sentence, spread_sentence

_SIGNS: Final[Mapping[int, str]] = {-1: "▼", 0: "", 1: "▲"}


def variation_report(found: Variation, *, one: str, many: str, language: str) -> Report:
    """Return how groups vary. `one` and `many` are what the groups are called: a county, counties."""
    is_drawn = len(found.measures) == 1
    sections = _drawn(found, one, many) if is_drawn else _told(found, one, many)
    return report(
        name="-".join(("variation", found.between, *(found.measures[0].code,) * is_drawn)),
        title=_("Variation. The Apprentice Survey %(year)s") % {"year": found.stamp.year},
        unit=found.unit,
        language=language,
        stamp=found.stamp,
        sections=sections,
        hides=found.hides_something,
    )


def _told(found: Variation, one: str, many: str) -> Iterator[Section]:
    """Yield all indices: the unit as a whole, what is more than chance, then the groups, a table for each panel."""
    headings = (one, *(measure.title for measure in found.measures))
    whole: tuple[Cell, ...] = (_whole_name(found), *(_whole(found, measure) for measure in found.measures))
    last = (_("More than chance"), *(beyond(measure.spread) for measure in found.measures))
    rows = {panel.name: tuple(_row(found, group) for group in panel.groups) for panel in found.panels}
    first = Table(many, headings, (whole, *rows.pop("", ()), last), totals=1)
    yield Section(many, (Text(_words(found)), first))
    yield from (Section(name, (Table(name, headings, inside),), level=2) for name, inside in rows.items())


def _drawn(found: Variation, one: str, many: str) -> Iterator[Section]:
    """Yield one measure: how much it varies, then a chart and a table for each panel."""
    (measure,) = found.measures
    said = Text((spread_sentence(measure.spread), *_words(found)))
    whole = Table(
        measure.title,
        (_("Unit"), _("Mean"), _("95 per cent interval"), _("Number of answers")),
        ((_whole_name(found), _whole(found, measure), reach(measure.whole), Number("people", measure.whole.n)),),
    )
    plain = [block for panel in found.panels if not panel.name for block in _panel(found, measure, panel, one, many)]
    yield Section(measure.title, (said, whole, *plain))
    for panel in found.panels:
        if panel.name:
            yield Section(panel.name, tuple(_panel(found, measure, panel, one, panel.name)), level=2)


def _panel(found: Variation, measure: Measure, panel: Panel, one: str, name: str) -> Iterator[Block]:
    shown = [group for group in panel.groups if group.marks[0].shown]
    if shown:
        yield _chart(measure, shown, name)
    headings = (one, _("Mean"), _("95 per cent interval"), _("Number of answers"))
    yield Table(f"{measure.title}. {name}", headings, tuple(_long_row(found, group) for group in panel.groups))


def _chart(measure: Measure, shown: list[Group], name: str) -> Chart:
    lanes = [charts.Lane(group.name, mark.mean, mark.low, mark.high) for group in shown for mark in group.marks]
    title = f"{measure.title}. {name}"
    drawing = charts.lanes_chart(lanes, title=title, finding="", line_at=measure.whole.mean).wide
    line = Line(measure.title, "own", tuple(Number("mean", lane.value) for lane in lanes))
    return chart("points", drawing, (group.name for group in shown), [line])


def _words(found: Variation) -> tuple[str, ...]:
    arrows = _("▲ and ▼ mark a figure that differs from the others by more than chance.")
    others = others_sentence(found.n_others)
    order = _("Names stand in alphabetical order: this is no ranking.")
    return tuple(filter(None, (arrows, others, order)))


def _whole_name(found: Variation) -> str:
    return f"{found.unit.name} {found.stamp.year}" if found.between == "years" else found.unit.name


def _whole(found: Variation, measure: Measure) -> Number:
    source = Source(found.stamp.year, found.unit, measure.title, n=measure.whole.n)
    return Number("mean", measure.whole.mean, source=source)


def _row(found: Variation, group: Group) -> tuple[Cell, ...]:
    return group.name, *(_mark(found, group, at) for at in range(len(found.measures)))


def _long_row(found: Variation, group: Group) -> tuple[Cell, ...]:
    (mark,) = group.marks
    if not mark.comparable:
        return group.name, _mark(found, group, 0), "–", "–"
    interval = reach(Figure(mark.shown, mark.n, mark.mean, mark.low, mark.high))
    return group.name, _mark(found, group, 0), interval, Number("people", mark.n)


def _mark(found: Variation, group: Group, at: int) -> Cell:
    """Return a group's figure; a dash where a break in the series keeps a year from being compared."""
    mark: Mark = group.marks[at]
    if not mark.comparable:
        return "–"
    unit = group.unit or found.unit
    part = "" if group.unit or group.year else group.name
    year = group.year or found.stamp.year
    source = Source(year, unit, found.measures[at].title, group=part, n=mark.n)
    return Number("mean", mark.mean, source=source, mark=_SIGNS[mark.apart])
