"""What protection costs as a report: the tables of the Directorate's page, for paper and spreadsheets."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from laerling.portals.reporting.attacks import Trial
from laerling.release.queries import LossFacts, TableLoss
from laerling.reports.files.building.parts import form_of
from laerling.reports.files.document import Cell, Number, Report, Section, Source, Table, Text
from laerling.reports.naming import table_name
from laerling.reports.types import Stamp, Unit


def loss_report(cost: LossFacts, trial: Trial, stamp: Stamp, nation: Unit, *, language: str) -> Report:
    """Return what is hidden table by table, and how the release was tried."""
    hidden, tried = _("What is hidden, table by table"), _("How we tried to see through it")
    sections = (
        Section(hidden, (Table(hidden, _headings(cost), tuple(_rows(cost, nation))),)),
        Section(tried, (Text(trial.sentences), _attacks(trial, cost.round_year, nation))),
        Section(_("Two rounds together"), (Text(trial.together),)),
    )
    title = _("What protection costs. The Apprentice Survey %(year)s") % {"year": cost.round_year}
    about = (_("For the Directorate: how much is hidden in which table tells something of the answers."),)
    return Report("protection", title, nation, form_of(language), stamp, sections, about)


def _headings(cost: LossFacts) -> tuple[str, ...]:
    before = (_("The same in %(year)s") % {"year": cost.before_year},) if cost.before_year else ()
    return (
        _("Table"),
        _("Groups"),
        _("Shown"),
        _("Too few"),
        _("To protect others"),
        _("Respondents in groups shown"),
        *before,
        _("Figures shown in those"),
    )


def _rows(cost: LossFacts, nation: Unit) -> Iterator[tuple[Cell, ...]]:
    """Yield a row a table; each figure says by its column what it is of."""
    headings = _headings(cost)
    for line in cost.tables:
        name = table_name(line.table)
        cells = zip(headings[1:], _numbers(cost, line), strict=True)
        yield name, *(_sourced(number, cost.round_year, nation, heading, name) for heading, number in cells)


def _numbers(cost: LossFacts, line: TableLoss) -> tuple[Number, ...]:
    counts = (line.groups, line.shown, line.hidden_by_rule, line.hidden_by_complement)
    before = cost.before.get(line.table)
    then = (_share(before.respondents if before else None),) if cost.before_year else ()
    return (*(Number("count", count) for count in counts), _share(line.respondents), *then, _share(line.figures))


def _share(value: float | None) -> Number:
    """Return a share of 0–1 as per cent, a dash where there is none."""
    return Number("percent", None, said="–") if value is None else Number("percent", 100 * value)


def _attacks(trial: Trial, year: int, nation: Unit) -> Table:
    headings = (_("What the attack does"), _("Times tried"), _("Found"))
    rows = tuple(
        (
            line.words or line.name,
            _sourced(Number("count", line.tried), year, nation, headings[1], line.words or line.name),
            _sourced(Number("count", line.found), year, nation, headings[2], line.words or line.name),
        )
        for line in trial.lines
    )
    return Table(_("Attacks"), headings, rows)


def _sourced(number: Number, year: int, nation: Unit, measure: str, group: str) -> Number:
    source = Source(year, nation, measure, group=group, has_n=False)
    return Number(number.kind, number.value, source=source, said=number.said)
