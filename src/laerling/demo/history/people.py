"""Who was asked in an earlier round and who answered, drawn all at once."""

# Shares of an invented country are its data.

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from laerling.demo.answers import effect
from laerling.demo.history.country import Country, EstablishmentThen
from laerling.demo.history.figures import Size
from laerling.demo.history.trades import NEW, OLD, TradeThen, old_share
from laerling.demo.norway.organisations import sectors
from laerling.demo.norway.trades import TRADES

Ints = NDArray[np.int64]
DIMENSIONS: Final = ("county", "office", "establishment", "programme", "trade", "gender", "kind", "year")
_KINDS: Final = (("L", 0.955), ("O", 0.045))
_TRAINING_YEARS: Final = (("1", 0.16), ("2", 0.72), ("3", 0.12))
_NO_MEMBER: Final = 0.012
# How units differ in how many answer, as the round of today has it.
_OFFICE_SPREAD, _COUNTY_SPREAD, _AT_MOST = 0.13, 0.05, 0.25


@dataclass(frozen=True, slots=True)
class Asked:
    """Everybody asked in a round: codes by dimension, one a person, what moved their answers, and who answered."""

    facts: dict[str, Sequence[str]]
    establishment_of: Ints
    county_now: Sequence[str]
    trades: dict[str, TradeThen]
    answered: NDArray[np.bool_]


def draw_people(
    country: Country, *, year: int, size: Size, scale: float, county_of: Callable[[str], str], rng: np.random.Generator
) -> Asked:
    """Draw a round's people; `county_of` names the county that a ground of 2012 lay in then."""
    there = [one for one in country.establishments if one.first <= year <= one.last]
    n = max(150, round(size.n_invited * scale))
    weights = np.array([one.size for one in there])
    who = np.sort(rng.choice(len(there), n, p=weights / weights.sum()))
    trades = _trades(there, who, year, rng)
    women = np.array([trade.women_pct for trade in TRADES])[trades.place]
    county = _column([county_of(one.ground) for one in there], who)
    office = _column([_number(country, country.office_of(one, year)) for one in there], who)
    establishment = _column([one.orgnr for one in there], who)
    missing = rng.random(n) < _NO_MEMBER
    facts: dict[str, Sequence[str]] = {
        "county": county,
        "office": office,
        "establishment": ["" if gone and office[k] else establishment[k] for k, gone in enumerate(missing)],
        "programme": [trade.programme for trade in trades.then],
        "trade": [trade.code for trade in trades.then],
        "gender": np.where(rng.random(n) * 100 < women, "K", "M").tolist(),
        "kind": _choices(_KINDS, n, rng),
        "year": _choices(_TRAINING_YEARS, n, rng),
    }
    answered = _who_answers(facts, round(size.n_answered * n / size.n_invited), size.share, rng)
    county_now = _column([one.county for one in there], who)
    return Asked(facts, who, county_now, {trade.code: trade for trade in trades.then}, answered)


@dataclass(frozen=True, slots=True)
class _Drawn:
    place: Ints
    then: list[TradeThen]


def _trades(there: Sequence[EstablishmentThen], who: Ints, year: int, rng: np.random.Generator) -> _Drawn:
    """Draw a trade of each one's establishment's sector, as it was called then."""
    places = {trade.stem: place for place, trade in enumerate(TRADES)}
    found = np.zeros(len(who), np.int64)
    sector = np.array([one.sector for one in there])[who]
    for name, trades in sectors().items():
        weights = np.array([trade.weight for trade in trades], np.float64)
        of_it = np.flatnonzero(sector == name)
        drawn = rng.choice(len(trades), len(of_it), p=weights / weights.sum())
        found[of_it] = np.array([places[trade.stem] for trade in trades])[drawn]
    is_old = rng.random(len(who)) < old_share(year)
    return _Drawn(found, [(OLD if old else NEW)[place] for place, old in zip(found, is_old, strict=True)])


def _who_answers(facts: dict[str, Sequence[str]], n: int, share: float, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Let `n` answer: the likelier ones first, chance deciding the rest."""
    likely = {
        (county, office): share
        + max(
            -_AT_MOST,
            min(
                _AT_MOST,
                effect("office answers", office, _OFFICE_SPREAD) + effect("county answers", county, _COUNTY_SPREAD),
            ),
        )
        for county, office in set(zip(facts["county"], facts["office"], strict=True))
    }
    by_person = np.array([likely[key] for key in zip(facts["county"], facts["office"], strict=True)])
    # Those whose chance comes up first of a race, each at their own speed.
    order = np.argsort(rng.random(len(by_person)) / by_person)
    answered = np.zeros(len(by_person), np.bool_)
    answered[order[:n]] = True
    return answered


def _column(values: Sequence[str], who: Ints) -> list[str]:
    return [values[place] for place in who]


def _number(country: Country, office: int | None) -> str:
    return "" if office is None else country.offices[office].orgnr


def _choices(shares: Sequence[tuple[str, float]], n: int, rng: np.random.Generator) -> list[str]:
    values, weights = zip(*shares, strict=True)
    return [values[place] for place in rng.choice(len(values), n, p=np.array(weights) / sum(weights))]
