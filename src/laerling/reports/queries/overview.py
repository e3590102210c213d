"""A unit's overview: how many answered, the indices, and the units below it."""

from collections.abc import Sequence

from laerling.organisations import queries as organisations
from laerling.release import queries as release
from laerling.release.queries import ANSWERED, ReleaseFacts
from laerling.reports.queries import figures
from laerling.reports.queries.pooled import pooled
from laerling.reports.queries.releases import questionnaire_of, stamp, theme_links
from laerling.reports.queries.units import by_name
from laerling.reports.types import IndexLine, Overview, Unit, UnitLine


def overview(*, facts: ReleaseFacts, units: Sequence[Unit], language: str, n_chosen: int = 0) -> Overview:
    """Return a unit's overview beside those it is compared with (`compared`), of a release that is out. Three queries."""
    questions = questionnaire_of(facts)
    codes = [index.code for index in questions.indices]
    cells = release.cells(facts, [one.key for one in units], [ANSWERED, *codes])
    columns = [cells[one.key] for one in units]
    own = columns[0]
    hidden = [index for index in questions.indices if not own.get(index.code).shown]
    differing = figures.apart([[figures.reading(column, code) for column in columns] for code in codes])
    return Overview(
        stamp=stamp(facts),
        units=tuple(units),
        answered=tuple(figures.answered(column.get(ANSWERED)) for column in columns),
        indices=tuple(
            IndexLine(
                index.code,
                index.title.in_(language),
                tuple(figures.figure(column, index.code) for column in columns),
                way,
            )
            for index, way in zip(questions.indices, differing, strict=True)
        ),
        themes=theme_links(questions, language),
        n_chosen=n_chosen,
        pooled=pooled(facts, units[0], language, indices=hidden),
    )


def units_below(*, facts: ReleaseFacts, of: Unit) -> tuple[UnitLine, ...]:
    """Return the counties of the nation, the offices situated in a county, or an office's establishments, by name.

    With how many answered. Establishments are those of that round; what is not shown of them looks like all else.
    """
    if of.level == "establishment":
        return ()
    units = _below(facts, of)
    found = release.cells(facts, [below.key for below in units], [ANSWERED])
    return tuple(UnitLine(below, figures.answered(found[below.key].get(ANSWERED))) for below in units)


def _below(facts: ReleaseFacts, of: Unit) -> tuple[Unit, ...]:
    if of.level == "nation":
        names = organisations.county_names()
        codes = release.unit_codes(facts, "county")
        return tuple(sorted((Unit("county", code, names.get(code, code)) for code in codes if code), key=by_name))
    if of.level == "county":
        codes, offices = release.unit_codes(facts, "office"), organisations.offices_situated_in(of.code)
        found = (Unit("office", orgnr, name) for orgnr, name in offices.items() if orgnr in codes)
        return tuple(sorted(found, key=by_name))
    labels = release.labels(facts, "establishment")
    own = f"office:{of.code}"
    return tuple(
        Unit("establishment", label.code, label.name)
        for label in labels.values()
        if own in label.parents and label.code
    )
