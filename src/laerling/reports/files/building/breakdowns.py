"""How something divides within a unit, as a report: the chart of the page, and every group in the table."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from laerling.reports.breakdown import Breakdown, Group
from laerling.reports.charts import Chart as Drawing
from laerling.reports.files.building.overview import answered_row
from laerling.reports.files.building.parts import chart, reach, report, sentences
from laerling.reports.files.building.questions import lines_of, look_of, share
from laerling.reports.files.document import Block, Cell, Chart, Line, Number, Report, Section, Source, Table
from laerling.reports.naming import dimension_name


def breakdown_report(
    found: Breakdown, drawing: Drawing | None, drawn: Iterable[Group], said: Iterable[str], *, language: str
) -> Report:
    """Return a breakdown. `drawing` is the page's chart of the groups `drawn`, None where there is nothing to draw."""
    by = dimension_name(found.dimension) if found.dimension else ""
    title = _("By %(by)s: %(what)s") % {"what": found.title, "by": by.lower()} if by else found.title
    blocks: list[Block] = [*sentences(said)]
    if drawing is not None:
        blocks.append(_chart(found, drawing, tuple(drawn)))
    blocks.append(_table(found, by))
    return report(
        name=f"{found.code}-{found.dimension}".strip("-"),
        title=_("Breakdown. The Apprentice Survey %(year)s") % {"year": found.stamp.year},
        unit=found.of,
        language=language,
        stamp=found.stamp,
        sections=[Section(title, tuple(blocks))],
        hides=found.hides_something,
    )


def _table(found: Breakdown, by: str) -> Table:
    headings, rows = _headings(found), tuple(_rows(found))
    return Table(found.title, (by or _("Group"), *headings), rows)


def _rows(found: Breakdown) -> Iterator[tuple[Cell, ...]]:
    for group in (found.whole, *found.groups):
        if found.kind == "answered":
            yield answered_row(found.stamp, found.of, group.name, group.answered)
        elif found.kind == "index":
            yield _index_row(found, group)
        else:
            yield _question_row(found, group)


def _index_row(found: Breakdown, group: Group) -> tuple[Cell, ...]:
    figure = group.figure
    source = Source(found.stamp.year, found.of, found.title, group=_group(found, group), n=figure.n)
    return group.name, Number("mean", figure.mean, source=source), reach(figure), Number("people", figure.n)


def _question_row(found: Breakdown, group: Group) -> tuple[Cell, ...]:
    question = found.question
    if question is None:
        raise ValueError("a breakdown of a question has its question")
    row, name = group.distribution, _group(found, group)
    shares = (share(found.stamp, found.of, question, row, position, name) for position in range(len(question.options)))
    return group.name, *shares, Number("people", row.n)


def _group(found: Breakdown, group: Group) -> str:
    return "" if group is found.whole else group.name


def _headings(found: Breakdown) -> tuple[str, ...]:
    if found.kind == "answered":
        return _("Response rate"), _("Answered"), _("On the list")
    if found.question is None:
        return _("Mean"), _("95 per cent interval"), _("Number of answers")
    return (*(option.text for option in found.question.options), _("Number of answers"))


def _chart(found: Breakdown, drawing: Drawing, drawn: tuple[Group, ...]) -> Chart:
    shown = (found.whole, *drawn) if found.is_shown(found.whole) else drawn
    names = [group.name for group in shown]
    if found.question is not None:
        rows = tuple(group.distribution for group in shown)
        return chart(look_of(rows), drawing.wide, names, lines_of(found.question, rows))
    is_share = found.kind == "answered"
    values = tuple(
        Number("percent", group.answered.pct) if is_share else Number("mean", group.figure.mean) for group in shown
    )
    return chart("points", drawing.wide, names, [Line(found.title, "own", values)])
