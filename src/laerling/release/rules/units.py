"""Who belongs where: respondents by county and training office, and which counties an office spans."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# Respondents without a county stand under this code: they count in the nation and are never a unit of their own.
NO_UNIT = ""


@dataclass(frozen=True, slots=True)
class Units:
    """The units of a release, and the respondents' places in them.

    `counties` ends with NO_UNIT. `county_of` and `office_of` hold one position per respondent; -1 is "no office".
    `spans[o, c]` tells whether office `o` has respondents in county `c`. `areas` are the sets of counties in which
    answers can be set against offices: each county alone, and each set of counties that some office spans.
    """

    counties: tuple[str, ...]
    offices: tuple[str, ...]
    county_of: Ints
    office_of: Ints
    spans: Bools
    areas: Bools


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers per category: `nation[k]`, `county[c, k]`, `office[o, k]`."""

    nation: Ints
    county: Ints
    office: Ints


def place(*, county: NDArray[np.str_], office: NDArray[np.str_], also: Iterable[tuple[str, str]] = ()) -> Units:
    """Return the units of the respondents given by county code and office number ("" = none), in order of code.

    `also` names units, as (level, code), that have a place in the release though nobody answered there.
    """
    extra = set(also)
    counties = sorted({*map(str, np.unique(county)), *(code for level, code in extra if level == "county")} - {NO_UNIT})
    offices = sorted({*map(str, np.unique(office)), *(code for level, code in extra if level == "office")} - {NO_UNIT})
    county_of = _positions(county, [*counties, NO_UNIT])
    office_of = _positions(office, offices)
    spans = np.zeros((len(offices), len(counties) + 1), dtype=np.bool_)
    within = office_of >= 0
    spans[office_of[within], county_of[within]] = True
    areas = np.unique(np.vstack([np.eye(len(counties) + 1, dtype=np.bool_), spans[spans.any(axis=1)]]), axis=0)
    return Units((*counties, NO_UNIT), tuple(offices), county_of, office_of, spans, areas)


def tally(units: Units, category: Ints, n_categories: int) -> Tally:
    """Count respondents by unit and category; `category` holds one position per respondent, -1 = did not answer."""
    county = _count(units.county_of, category, (len(units.counties), n_categories))
    office = _count(units.office_of, category, (len(units.offices), n_categories))
    return Tally(county.sum(axis=0), county, office)


def totals(units: Units, values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:
    """Return the sums of `values` (NaN = none) for nation, counties and offices."""
    has = ~np.isnan(values)
    county = np.bincount(units.county_of[has], weights=values[has], minlength=len(units.counties))
    in_office = has & (units.office_of >= 0)
    office = np.bincount(units.office_of[in_office], weights=values[in_office], minlength=len(units.offices))
    return float(county.sum()), county.astype(np.float64), office.astype(np.float64)


def _count(unit: Ints, category: Ints, shape: tuple[int, int]) -> Ints:
    has = (unit >= 0) & (category >= 0)
    flat = np.bincount(unit[has] * shape[1] + category[has], minlength=shape[0] * shape[1])
    return flat.astype(np.int64).reshape(shape)


def _positions(codes: NDArray[np.str_], known: list[str]) -> Ints:
    """Return each code's position in `known`, -1 where it is not there."""
    place_of = {code: position for position, code in enumerate(known)}
    found, inverse = np.unique(codes, return_inverse=True)
    return np.array([place_of.get(str(code), -1) for code in found], dtype=np.int64)[inverse.reshape(-1)]
