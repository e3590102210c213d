"""The rounds of 2012 to last year: written as the Directorate would hand them over, and taken in by the worker, newest first.

They go together two by two, counted back from the round that is answered now: small units are shown over both. Protecting a round takes its time: the demo does not wait for fourteen of them.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from laerling.demo.build.steps import Progress, Step
from laerling.demo.history.figures import SERIES, SIZES
from laerling.demo.history.writing import Surroundings, write_rounds
from laerling.kernel import jobs
from laerling.organisations import queries as organisations
from laerling.questionnaire import queries as questionnaires
from laerling.release import queries as release
from laerling.rounds import queries as rounds

# Where the release looks for the people of last year (`release.earlier.kept_folder`).
FOLDER: Final = "history"
TAKE_IN: Final = "demo.take_in_history"
MAKE_RESULTS: Final = "demo.make_results"
# One release after the other: the machine has other things to do as well.
LOCK: Final = "demo.results"


def write_steps(*, home: Path, scale: float, at: datetime) -> tuple[Step, ...]:
    """Return the step that writes the files of the earlier rounds."""
    return (Step("Earlier rounds, written", at, len(SIZES), "rounds", partial(_write, home / FOLDER, scale)),)


def result_steps(*, year: int, until: datetime) -> tuple[Step, ...]:
    """Return the steps that ask the worker for results: the round's own where they should be out, then earlier ones."""
    results_at = rounds.get(year).results_at
    own = Step("Results, for the worker", results_at, 1, "rounds", partial(_ask_for_results, year))
    return own, Step("Earlier rounds, for the worker", until, len(SIZES), "rounds", _ask_for_history)


def together() -> list[tuple[int, ...]]:
    """Return the rounds that are pooled, newest first: the one answered now with last year's, and so on, never over a break.

    A round that is left over stands alone.
    """
    return [
        tuple(range(max(first, year - 1), year + 1))
        for first, last in reversed(SERIES)
        for year in range(last, first - 1, -2)
    ]


def in_order() -> list[int]:
    """Return the earlier rounds as they come in: last year's first, the first of two before the one pooled with it."""
    return [year for pair in together() for year in pair if year in SIZES]


def before(home: Path, year: int) -> Path | None:
    """Return the folder of the round that `year` is pooled with, None where there is none, or while that is not in."""
    is_second = any(len(pair) > 1 and pair[-1] == year for pair in together())
    return home / FOLDER / str(year - 1) if is_second and release.made(year - 1) is not None else None


def n_in(now: datetime) -> int:
    """Return how many of the earlier rounds are in."""
    return len(set(release.released_years(now)) & set(SIZES))


def is_coming_in(home: Path, now: datetime) -> bool:
    """Tell whether earlier rounds were written for this demo, and some of them are not in yet."""
    return (home / FOLDER).exists() and n_in(now) < len(SIZES)


def _write(folder: Path, scale: float, progress: Callable[[int], None]) -> None:
    """Write the files; a build that goes on leaves what a release may have been made of."""
    if all((folder / str(year) / "round.toml").exists() for year in SIZES):
        progress(len(SIZES))
        return
    surroundings = Surroundings(organisations.structure(), questionnaires.versions("apprentice"))
    write_rounds(folder, scale=scale, surroundings=surroundings, on_progress=progress)


def _ask_for_results(year: int, _progress: Progress) -> None:
    # Last year's come in first: the two are pooled.
    _ask_for(year - 1)
    if release.made(year) is None and not jobs.waiting(MAKE_RESULTS, round_year=year):
        jobs.enqueue(MAKE_RESULTS, lock=LOCK, round_year=year)


def _ask_for_history(progress: Progress) -> None:
    for year in in_order():
        _ask_for(year)
        progress(1)


def _ask_for(year: int) -> None:
    if release.made(year) is None and not jobs.waiting(TAKE_IN, round_year=year):
        jobs.enqueue(TAKE_IN, lock=LOCK, round_year=year)
