"""Writes the folders of earlier rounds in the form that `import_history` reads, as the Directorate would hand them over."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from laerling.demo.answers import Crowd, answers_of
from laerling.demo.history.country import Country, make_country
from laerling.demo.history.figures import SIZES
from laerling.demo.history.people import DIMENSIONS, Asked, draw_people
from laerling.demo.norway.files import SEED
from laerling.organisations.rules import Structure
from laerling.questionnaire.rules import Questionnaire, Version
from laerling.sample.rules import coarsen

# Which structure a round is of: that of the day it opens.
_OPENS: Final = (10, 15)
_PROFILE_MINIMUM: Final = 5
_UNITS: Final = ("office", "establishment", "programme", "trade")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What rounds stand on: counties through the years, and the versions of the questionnaire, oldest first."""

    structure: Structure
    versions: tuple[Version, ...]

    def questionnaire(self, year: int) -> Questionnaire:
        """Return the version that held in a round."""
        return next(one.questionnaire for one in reversed(self.versions) if one.first_round <= year)

    def adjusted_in(self, year: int) -> dict[str, tuple[int, ...]]:
        """Return the rounds after `year` in which each question became another."""
        later = [one for one in self.versions if one.first_round > year]
        return {
            question.code: tuple(
                one.first_round
                for one in later
                for other in one.questionnaire.questions
                if other.code == question.code and other.relation == "adjusted"
            )
            for question in self.questionnaire(year).questions
        }

    def county_of(self, year: int) -> Callable[[str], str]:
        """Return which county a ground of 2012 lay in, by its code."""
        day = date(year, *_OPENS)
        return cache(lambda ground: self.structure.grounds(ground, day)[0])


def write_rounds(
    folder: Path,
    *,
    scale: float,
    surroundings: Surroundings,
    years: Iterable[int] = SIZES,
    on_progress: Callable[[int], None] | None = None,
) -> dict[int, Path]:
    """Write a folder a round, named by its year; return them by year. The same every time."""
    country = make_country(scale)
    written: dict[int, Path] = {}
    for year in years:
        written[year] = _write_round(folder / str(year), country, year, scale, surroundings)
        if on_progress:
            on_progress(1)
    return written


def _write_round(folder: Path, country: Country, year: int, scale: float, around: Surroundings) -> Path:
    rng = np.random.default_rng([SEED, year])
    asked = draw_people(country, year=year, size=SIZES[year], scale=scale, county_of=around.county_of(year), rng=rng)
    answered = np.flatnonzero(asked.answered)
    questionnaire = around.questionnaire(year)
    answers = answers_of(
        _crowd(asked, answered), questionnaire, year=year, adjusted_in=around.adjusted_in(year), rng=rng
    )
    profiles = _coarse(asked)
    folder.mkdir(parents=True, exist_ok=True)
    invited = sorted(Counter(profiles).items())
    _write(folder / "invited.csv", (*DIMENSIONS, "n"), ((*profile, n) for profile, n in invited))
    # People stand in no order that tells anything.
    rows = sorted(
        (*profiles[person], *given)
        for person, given in zip(answered, np.vstack(list(answers.values())).T.tolist(), strict=True)
    )
    _write(folder / "answers.csv", (*DIMENSIONS, *answers), rows)
    _write(
        folder / "labels.csv", ("dimension", "code", "name", "parents"), _labels(asked, profiles, country, year, around)
    )
    (folder / "round.toml").write_text(
        f'year = {year}\nquestionnaire = "{questionnaire.code}"\n'
        f"n_invited = {len(profiles)}\nn_answered = {len(answered)}\n",
        encoding="utf-8",
    )
    return folder


def _coarse(asked: Asked) -> list[tuple[str, ...]]:
    """Return everybody's profile, as coarse as the profiles of today's rounds are."""
    full = [dict(zip(DIMENSIONS, values, strict=True)) for values in zip(*asked.facts.values(), strict=True)]
    return [tuple(one.get(name, "") for name in DIMENSIONS) for one in coarsen(full, _PROFILE_MINIMUM)]


def _crowd(asked: Asked, people: Sequence[int] | np.ndarray[tuple[int], np.dtype[np.int64]]) -> Crowd:
    """Return those who answered by what moves their answers; their county is that of today."""
    facts = {name: asked.facts[name] for name in ("office", "trade", "kind", "establishment")}
    facts["county"] = asked.county_now
    values, codes = {}, {}
    for name, column in facts.items():
        found, places = np.unique(np.array(column)[people], return_inverse=True)
        values[name], codes[name] = found.tolist(), places.reshape(-1)
    return Crowd(len(people), values, codes)


def _labels(
    asked: Asked, profiles: Sequence[tuple[str, ...]], country: Country, year: int, around: Surroundings
) -> Iterator[tuple[str, str, str, str]]:
    """Yield code, name and parents of everything the profiles name."""
    counties = {one.code: one.name for one in around.structure.counties}
    used = {name: {profile[place] for profile in profiles} - {""} for place, name in enumerate(DIMENSIONS)}
    for code in sorted(used["county"]):
        yield "county", code, counties[code], ""
    names: Mapping[str, Mapping[str, str]] = {
        "office": {one.orgnr: one.name_in(year) for one in country.offices},
        "establishment": {one.orgnr: one.name for one in country.establishments},
        "programme": {programme: programme for programme in used["programme"]},
        "trade": {code: trade.name for code, trade in asked.trades.items()},
    }
    above = _above(profiles)
    for dimension in _UNITS:
        for code in sorted(used[dimension]):
            yield dimension, code, names[dimension][code], "|".join(sorted(above[dimension][code]))


def _above(profiles: Iterable[tuple[str, ...]]) -> dict[str, dict[str, set[str]]]:
    """Return what lies above every unit: an office in counties, an establishment in both, a trade in its programme."""
    above: dict[str, dict[str, set[str]]] = {name: {} for name in _UNITS}
    parents = {"office": ("county",), "establishment": ("county", "office"), "programme": (), "trade": ("programme",)}
    for profile in set(profiles):
        one = dict(zip(DIMENSIONS, profile, strict=True))
        for name, over in parents.items():
            if one[name]:
                above[name].setdefault(one[name], set()).update(f"{key}:{one[key]}" for key in over if one[key])
    return above


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
