"""Special findings as a report: whose, on what, the figures, and the same words as on the page."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from laerling.reports.files.building.parts import report
from laerling.reports.files.document import Cell, Number, Report, Section, Source, Table, Text
from laerling.reports.findings.types import SpecialFinding, UnitFindings
from laerling.reports.findings.words import advice, label, limits, sentence


def findings_report(found: UnitFindings, *, language: str) -> Report:
    """Return what is pointed out for a unit, below it and around it, and what counts as a finding."""
    return report(
        name="findings",
        title=_("Special findings. The Apprentice Survey %(year)s") % {"year": found.stamp.year},
        unit=found.unit,
        language=language,
        stamp=found.stamp,
        sections=_sections(found, language),
        hides=True,
    )


def _sections(found: UnitFindings, language: str) -> Iterator[Section]:
    if not found.all:
        nothing = _(
            "No figure that is shown goes beyond the limits below. That does not mean that everybody is well: what few "
            "have answered is not shown."
        )
        yield Section(_("Nothing stands out"), (Text((nothing,)),))
    yield from _part(found, found.unit.name, found.own)
    yield from _part(found, _("In %(unit)s") % {"unit": found.unit.in_words}, found.below)
    wider = _(
        "These are figures of a wider area that %(unit)s is part of. They do not tell which part of it they are about."
    )
    around = _("Where your own figure is not shown")
    yield from _part(found, around, found.around, wider % {"unit": found.unit.name})
    yield Section(_("What to do"), (Text(advice()),))
    title = _("What counts as a special finding")
    rows = tuple((one.name, one.words, one.source) for one in limits(language))
    yield Section(title, (Table(title, (_("Finding"), _("Limit"), _("Where the limit comes from")), rows),))


def _part(found: UnitFindings, title: str, told: Sequence[SpecialFinding], *said: str) -> Iterator[Section]:
    if not told:
        return
    sentences = tuple(f"{one.unit.name}: {_closed(one.title)} {sentence(one)}" for one in told)
    headings = (_("Unit"), _("Finding"), _("About"), _("The figure"), _("Held against"), _("Number of answers"))
    table = Table(title, headings, tuple(_row(found, one) for one in told))
    yield Section(title, (Text((*said, *sentences)), table))


def _closed(title: str) -> str:
    return title if title.endswith(("?", ".")) else f"{title}."


def _row(found: UnitFindings, one: SpecialFinding) -> tuple[Cell, ...]:
    figure, beside, n = _people(found, one) if one.harm else _means(found, one)
    return one.unit.name, label(one), one.title, figure, beside, n


def _people(found: UnitFindings, one: SpecialFinding) -> tuple[Cell, Cell, Cell]:
    """Return how many have met with something, as far as it is told."""
    if one.harm is None:
        raise ValueError("what people have met with has their number")
    answer = _("%(answer)s or more often") % {"answer": one.answer}
    source = Source(found.stamp.year, one.unit, one.title, answer=answer, n=one.harm.n)
    if one.kind == "harm":
        figure = Number("people", one.harm.low, one.harm.high, source=source)
    else:
        figure = Number("people", one.harm.low, source=source, said=_("at least %(n)s") % {"n": one.harm.low})
    return figure, "", Number("people", one.harm.n)


def _means(found: UnitFindings, one: SpecialFinding) -> tuple[Cell, Cell, Cell]:
    """Return an index that is low, and what it is held against: its own of a round before, or what others have."""
    if one.low is None:
        raise ValueError("what is low has its means")
    year, others = (one.since, "") if one.since else (found.stamp.year, _("What is common to the others"))
    own = Source(found.stamp.year, one.unit, one.title, has_n=False)
    beside = Source(year, one.unit, one.title, group=others, has_n=False)
    return Number("mean", one.low.mean, source=own), Number("mean", one.low.beside, source=beside), ""
