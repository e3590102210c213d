"""Whose results may be seen by whom, what they are set beside, and which units one may choose (M13, M14, M26)."""

from collections.abc import Collection, Iterable
from datetime import date

from laerling.access.types import Scope
from laerling.organisations import queries as organisations
from laerling.release import queries as release
from laerling.release.queries import Level, ReleaseFacts
from laerling.reports.types import Unit, UnitGroup
from laerling.reports.years.counties import choices, place_in

# One's own, its county and the nation always; and so many of one's own choice.
MOST_CHOSEN = 3


def unit(scope: Scope, level: str, code: str, *, nation: str, facts: ReleaseFacts | None = None) -> Unit | None:
    """Return the unit if whoever acts for `scope` may see its results, else None (M14).

    The directorate sees all; a county itself, the offices situated in it, the establishments that lay in it and the
    nation; an office itself, its member establishments, its county and the nation. `nation` is what to call the nation.
    Establishments are known by the release they stand in only: without `facts` there are none.
    """
    if level == "nation":
        return Unit("nation", "", nation) if code == "" else None
    if level == "county":
        return _county(scope, code)
    if level == "establishment":
        return _establishment(scope, code, facts)
    return _office(scope, code) if level == "office" else None


def own_unit(scope: Scope, *, nation: str) -> Unit:
    """Return the scope's own unit."""
    if scope.unit_kind == "county":
        # Results are of a county; the authority that reads them has a longer name.
        return Unit("county", scope.unit_code, organisations.county_name(scope.unit_code))
    # State administrators read no results.
    return Unit("nation", "", nation) if scope.is_national else Unit("office", scope.unit_code, scope.unit_name)


def own_counties(scope: Scope) -> frozenset[str]:
    """Return the counties that whoever acts for `scope` may see: a county itself, an office the one it is situated in."""
    if scope.unit_kind == "county":
        return frozenset({scope.unit_code})
    own = organisations.office(scope.unit_code) if scope.unit_kind == "office" else None
    return frozenset({own.county}) if own else frozenset()


def compared(of: Unit, facts: ReleaseFacts, *, nation: str, also: Collection[Unit] = ()) -> tuple[Unit, ...]:
    """Return the unit itself, what it always stands beside, its county and the nation, and then those chosen."""
    units = [of]
    if of.level in {"office", "establishment"} and (county := _county_of(of, facts)):
        units.append(county)
    if of.level != "nation":
        units.append(Unit("nation", "", nation))
    return (*units, *(one for one in also if one not in units))


def chosen(
    scope: Scope, wanted: Iterable[tuple[str, str]], *, beside: Collection[Unit], nation: str, facts: ReleaseFacts
) -> tuple[Unit, ...]:
    """Return those of the units asked for that may be seen and are not there already, three at the most."""
    found = (unit(scope, *key, nation=nation, facts=facts) for key in dict.fromkeys(wanted))
    return tuple(one for one in found if one is not None and one not in beside)[:MOST_CHOSEN]


def choosable(scope: Scope, facts: ReleaseFacts, *, nation: str, held: Collection[Scope] = ()) -> tuple[UnitGroup, ...]:
    """Return the units of a round that whoever acts for `scope` may see, by kind and name. Six queries at most.

    `held` are all scopes of the one who asks: a county's kin, such as the one it was split from, stand in a group of
    their own for those who have access to them, whether the round has them or not.
    """
    counties, offices = organisations.county_names(), _offices(scope)
    seen = frozenset(counties) if scope.is_national else own_counties(scope)
    return tuple(
        group
        for group in (
            UnitGroup("nation", (Unit("nation", "", nation),)),
            _group(facts, "county", {code: name for code, name in counties.items() if code in seen}),
            _group(facts, "office", offices),
            _kin(scope, held),
        )
        if group.units
    )


def lies_in(of: Unit, facts: ReleaseFacts) -> tuple[Unit, ...] | None:
    """Return the counties a county's apprentices lay in, in a round that did not have it (M26); None where it had it."""
    if of.level != "county" or of.code in release.unit_codes(facts, "county"):
        return None
    names = organisations.county_names()
    where = place_in(organisations.structure(), of.code, facts.round_year)
    codes = (where.own,) if where.own and where.own != of.code else where.elsewhere
    return tuple(sorted((Unit("county", code, names.get(code, code)) for code in codes), key=by_name))


def _kin(scope: Scope, held: Collection[Scope]) -> UnitGroup:
    codes = {one.unit_code for one in held if one.unit_kind == "county"}
    if scope.unit_kind != "county" or codes <= {scope.unit_code}:
        return UnitGroup("county", ())
    found = choices(organisations.structure(), scope.unit_code, held=codes, on=date.max)
    kin = (Unit("county", one.code, one.name) for one in found if one.may_read and one.code != scope.unit_code)
    return UnitGroup("county", tuple(kin), is_kin=True)


def _group(facts: ReleaseFacts, level: Level, names: dict[str, str]) -> UnitGroup:
    codes = release.unit_codes(facts, level)
    units = (Unit(level, code, name) for code, name in names.items() if code in codes)
    return UnitGroup(level, tuple(sorted(units, key=by_name)))


def _offices(scope: Scope) -> dict[str, str]:
    if scope.is_national:
        return organisations.office_names()
    if scope.unit_kind == "county":
        return organisations.offices_situated_in(scope.unit_code)
    return {scope.unit_code: scope.unit_name}


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


def _establishment(scope: Scope, orgnr: str, facts: ReleaseFacts | None) -> Unit | None:
    label = release.labels(facts, "establishment").get(orgnr) if facts and orgnr else None
    if label is None:
        return None
    is_theirs = scope.is_national or f"{scope.unit_kind}:{scope.unit_code}" in label.parents
    return Unit("establishment", orgnr, label.name) if is_theirs else None


def _county_of(of: Unit, facts: ReleaseFacts) -> Unit | None:
    """Return the county a unit lay in that round: where it is situated now if it is among them, else the only one."""
    label = release.labels(facts, of.level).get(of.code)
    lay_in = [parent.partition(":")[2] for parent in label.parents if parent.startswith("county:")] if label else []
    found = organisations.office(of.code) if of.level == "office" else None
    if found is not None and (found.county in lay_in or not lay_in):
        code = found.county
    elif len(lay_in) == 1:
        (code,) = lay_in
    else:
        return None
    return Unit("county", code, organisations.county_name(code))


def by_name(entry: Unit) -> tuple[str, str]:
    """Order units by name."""
    return entry.name, entry.code
