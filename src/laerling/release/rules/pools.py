"""Complementary suppression: what is left when shown units are taken from shown totals must itself be fit to be shown.

Whoever holds the release can take every shown office that lies wholly inside a county from that county; the same for
the counties an office spans, and for the counties inside the nation. What is left is a residual pool. It must be empty
or satisfy the rule its own figures would have to, and it must not be one hidden unit alone. Otherwise the smallest
shown unit that was taken away is hidden as well, until every pool holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from laerling.release.rules.primary import Threshold
from laerling.release.rules.units import Bools, Ints, Tally, Units


@dataclass(frozen=True, slots=True)
class Shown:
    """Which units an item is shown for."""

    nation: bool
    county: Bools
    office: Bools

    def both(self, other: "Shown") -> "Shown":
        """Return the units shown in both."""
        return Shown(self.nation and other.nation, self.county & other.county, self.office & other.office)


def everything(units: Units) -> Shown:
    """Return every unit as shown; respondents without a county are no unit."""
    county = np.ones(len(units.counties), dtype=np.bool_)
    county[-1] = False
    return Shown(nation=True, county=county, office=np.ones(len(units.offices), dtype=np.bool_))


@dataclass(frozen=True, slots=True)
class Breach:
    """A set of counties whose residual pool gives something away, and what was taken away to get at it."""

    area: Bools
    by: Literal["office", "county"]


def protect(units: Units, tally: Tally, threshold: Threshold, *, within: Shown) -> Shown:
    """Return the units an item may be shown for: those of `within` that satisfy the rule and leave every pool safe.

    The same input gives the same pattern: ties fall to the lowest code.
    """
    own = Shown(bool(threshold.holds(tally.nation)), threshold.holds(tally.county), threshold.holds(tally.office))
    shown = within.both(own)
    while (breach := next(breaches(units, tally, threshold, shown), None)) is not None:
        shown = _hide_smallest(units, tally, shown, breach)
    return shown


def breaches(units: Units, tally: Tally, threshold: Threshold, shown: Shown) -> Iterator[Breach]:
    """Yield every residual pool that gives something away."""
    areas = _derivable_areas(units, shown)
    inside = _inside(units, areas)
    pools = areas.astype(np.int64) @ tally.county - (inside & shown.office).astype(np.int64) @ tally.office
    n = pools.sum(axis=1)
    n_office = tally.office.sum(axis=1)
    alone = (inside & ~shown.office & (n_office > 0) & (n_office == n[:, None])).any(axis=1)
    for position in np.flatnonzero((n > 0) & (~threshold.holds(pools) | alone)).tolist():
        yield Breach(areas[position], "office")
    if shown.nation and _hidden_counties_known(tally, threshold, shown):
        yield Breach(~shown.county, "county")


def _derivable_areas(units: Units, shown: Shown) -> Bools:
    """Return the sets of counties whose totals follow from shown ones.

    A hidden county is known only together with all others that are hidden: the nation less the shown counties.
    """
    hidden = ~shown.county
    touching: Bools = np.asarray((units.areas & hidden).any(axis=1))
    if not shown.nation:
        return units.areas[~touching]
    areas = np.where(touching[:, None], units.areas | hidden, units.areas)
    whole = np.ones((1, len(units.counties)), dtype=np.bool_)
    return np.unique(np.vstack([areas, hidden[None, :], whole]), axis=0)


def _inside(units: Units, areas: Bools) -> Bools:
    """Return, per area and office, whether the office lies wholly inside the area."""
    outside = (~areas).astype(np.int64) @ units.spans.T.astype(np.int64)
    return np.asarray((outside == 0) & units.spans.any(axis=1))


def _hidden_counties_known(tally: Tally, threshold: Threshold, shown: Shown) -> bool:
    """Tell whether the nation less the shown counties gives the hidden counties' answers away.

    Respondents without a county are nobody's unit: they alone may be known where they satisfy the rule.
    """
    hidden = tally.county[~shown.county]
    n = int(hidden.sum())
    unplaced = int(tally.county[-1].sum())
    alone = n != unplaced and bool((hidden.sum(axis=1) == n).any())
    return n > 0 and (alone or not bool(threshold.holds(hidden.sum(axis=0))))


def _hide_smallest(units: Units, tally: Tally, shown: Shown, breach: Breach) -> Shown:
    """Hide the smallest shown unit that was taken away; where there is none left a county, and at last the nation."""
    inside = shown.office & _inside(units, breach.area[None, :])[0]
    if breach.by == "office" and inside.any():
        return Shown(shown.nation, shown.county, _without_smallest(shown.office, tally.office, inside))
    within = shown.county & breach.area
    candidates = within if within.any() else shown.county
    if candidates.any():
        return Shown(shown.nation, _without_smallest(shown.county, tally.county, candidates), shown.office)
    return Shown(nation=False, county=shown.county, office=shown.office)


def _without_smallest(shown: Bools, counts: Ints, candidates: Bools) -> Bools:
    positions = np.flatnonzero(candidates)
    rest = shown.copy()
    rest[positions[np.argmin(counts.sum(axis=1)[positions])]] = False
    return rest
