"""Questions about results. Everything comes from released cells, and only once the results are out."""

from collections.abc import Collection
from datetime import datetime

from laerling.access.types import Scope
from laerling.organisations import queries as organisations
from laerling.questionnaire import queries as questionnaires
from laerling.questionnaire.rules import Question, Questionnaire
from laerling.release import queries as release
from laerling.release.queries import ANSWERED, CellFacts, ReleaseFacts, UnitCells
from laerling.reports import rules
from laerling.reports.types import (
    Answered,
    Distribution,
    Figure,
    IndexLine,
    OptionLabel,
    Overview,
    QuestionLine,
    Stamp,
    Theme,
    ThemeLink,
    Unit,
    UnitLine,
)

_HASH_SIGNS = 8


def years(now: datetime) -> tuple[int, ...]:
    """Return the years whose results are out, newest first."""
    return release.released_years(now)


def unit(scope: Scope, level: str, code: str, *, nation: str) -> Unit | None:
    """Return the unit if whoever acts for `scope` may see its results, else None (M14).

    The directorate sees all; a county itself, the offices situated in it and the nation; an office itself, its county
    and the nation. `nation` is what to call the nation.
    """
    if level == "nation":
        return Unit("nation", "", nation) if code == "" else None
    if level == "county":
        return _county(scope, code)
    return _office(scope, code) if level == "office" else None


def any_unit(level: str, code: str, *, nation: str) -> Unit | None:
    """Return a unit whoever asks, or None where there is none: for the worker, which acts for nobody."""
    if level == "nation":
        return Unit("nation", "", nation)
    if level == "county":
        name = organisations.county_names().get(code)
        return None if name is None else Unit("county", code, name)
    found = organisations.office(code)
    return None if found is None else Unit("office", code, found.name)


def own_unit(scope: Scope, *, nation: str) -> Unit:
    """Return the scope's own unit."""
    if scope.unit_kind == "county":
        # Results are of a county; the authority that reads them has a longer name.
        return Unit("county", scope.unit_code, organisations.county_name(scope.unit_code))
    # State administrators read no results.
    return Unit("nation", "", nation) if scope.is_national else Unit("office", scope.unit_code, scope.unit_name)


def overview(*, year: int, of: Unit, nation: str, language: str, now: datetime) -> Overview | None:
    """Return a unit's overview beside its county and the nation, or None before the results are out. Three queries."""
    facts = release.released(year, now)
    if facts is None:
        return None
    questions = _questionnaire(facts)
    units = _compared(of, nation=nation)
    items = [ANSWERED, *(index.code for index in questions.indices)]
    columns = _columns(facts, units, items)
    return Overview(
        stamp=_stamp(facts),
        units=units,
        answered=tuple(_answered(column.get(ANSWERED)) for column in columns),
        indices=tuple(
            IndexLine(
                index.code,
                index.title.in_(language),
                tuple(_figure(column.get(index.code)) for column in columns),
            )
            for index in questions.indices
        ),
        themes=_themes(questions, language),
    )


def theme(*, year: int, of: Unit, page: str, nation: str, language: str, now: datetime) -> Theme | None:
    """Return one theme's distributions, or None before the results are out. Raises KeyError for no such theme."""
    facts = release.released(year, now)
    if facts is None:
        return None
    questions = _questionnaire(facts)
    shown = questions.page(page)
    units = _compared(of, nation=nation)
    columns = _columns(facts, units, [question.code for question in shown.questions])
    themes = _themes(questions, language)
    here = next(position for position, link in enumerate(themes) if link.code == page)
    return Theme(
        stamp=_stamp(facts),
        units=units,
        code=page,
        title=shown.title.in_(language),
        questions=tuple(_question(question, columns, language) for question in shown.questions),
        previous=themes[here - 1] if here else None,
        next=themes[here + 1] if here + 1 < len(themes) else None,
    )


def units_below(*, year: int, of: Unit, now: datetime) -> tuple[UnitLine, ...]:
    """Return the counties of the nation, or the offices situated in a county, by name, with how many answered."""
    facts = release.released(year, now)
    if facts is None or of.level == "office":
        return ()
    units = _counties(facts) if of.level == "nation" else _offices_in(facts, of.code)
    found = release.cells(facts, [below.key for below in units], [ANSWERED])
    return tuple(UnitLine(below, _answered(found[below.key].get(ANSWERED))) for below in units)


def _county(scope: Scope, code: str) -> Unit | None:
    name = organisations.county_names().get(code)
    if name is None:
        return None
    if scope.unit_kind == "office":
        own = organisations.office(scope.unit_code)
        is_theirs = own is not None and own.county == code
    else:
        is_theirs = scope.is_national or scope.unit_code == code
    return Unit("county", code, name) if is_theirs else None


def _office(scope: Scope, orgnr: str) -> Unit | None:
    found = organisations.office(orgnr)
    if found is None:
        return None
    is_theirs = scope.is_national or scope.unit_code == (found.county if scope.unit_kind == "county" else orgnr)
    return Unit("office", orgnr, found.name) if is_theirs else None


def _compared(of: Unit, *, nation: str) -> tuple[Unit, ...]:
    """Return the unit itself, then what it is compared with: the county an office is situated in, and the nation."""
    units = [of]
    if of.level == "office":
        found = organisations.office(of.code)
        if found is not None:
            units.append(Unit("county", found.county, organisations.county_name(found.county)))
    if of.level != "nation":
        units.append(Unit("nation", "", nation))
    return tuple(units)


def _counties(facts: ReleaseFacts) -> tuple[Unit, ...]:
    names = organisations.county_names()
    codes = release.unit_codes(facts, "county")
    return tuple(sorted((Unit("county", code, names.get(code, code)) for code in codes), key=_by_name))


def _offices_in(facts: ReleaseFacts, county: str) -> tuple[Unit, ...]:
    codes = release.unit_codes(facts, "office")
    names = organisations.offices_situated_in(county)
    return tuple(sorted((Unit("office", orgnr, name) for orgnr, name in names.items() if orgnr in codes), key=_by_name))


def _by_name(entry: Unit) -> tuple[str, str]:
    return entry.name, entry.code


def _questionnaire(facts: ReleaseFacts) -> Questionnaire:
    return questionnaires.published(str(facts.rules["questionnaire"]))


def _columns(facts: ReleaseFacts, units: Collection[Unit], items: Collection[str]) -> tuple[UnitCells, ...]:
    found = release.cells(facts, [shown.key for shown in units], items)
    return tuple(found[shown.key] for shown in units)


def _stamp(facts: ReleaseFacts) -> Stamp:
    return Stamp(
        facts.round_year,
        facts.made_at,
        facts.content_hash[:_HASH_SIGNS],
        int(facts.rules["minimum"]),
        int(facts.rules["sensitive_minimum"]),
    )


def _answered(cell: CellFacts) -> Answered:
    if cell.n is None or cell.counts is None:
        return Answered(shown=False)
    n_invited = sum(cell.counts)
    n = cell.counts[0]
    return Answered(shown=True, n=n, n_invited=n_invited, pct=100 * n / n_invited if n_invited else None)


def _figure(cell: CellFacts) -> Figure:
    return Figure(shown=True, n=cell.n, mean=cell.mean) if cell.mean is not None else Figure(shown=False)


def _question(question: Question, columns: Collection[UnitCells], language: str) -> QuestionLine:
    labels = zip(question.options, rules.inks(question), strict=True)
    return QuestionLine(
        code=question.code,
        text=question.text.in_(language),
        direction=question.direction,
        sensitive=question.sensitive,
        asked_some=question.shown_if is not None,
        options=tuple(OptionLabel(option.text.in_(language), ink) for option, ink in labels),
        rows=tuple(_distribution(question, column.get(question.code)) for column in columns),
    )


def _distribution(question: Question, cell: CellFacts) -> Distribution:
    """Return the shares in the order the options are shown; the release counts them by rising value."""
    if cell.counts is None:
        return Distribution(shown=False)
    pct = rules.shares(cell.counts)
    return Distribution(shown=True, n=cell.n, pct=tuple(pct[option.value - 1] for option in question.options))


def _themes(questions: Questionnaire, language: str) -> tuple[ThemeLink, ...]:
    return tuple(ThemeLink(page.code, page.title.in_(language), len(page.questions)) for page in questions.pages)
