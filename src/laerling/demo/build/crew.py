"""Shares work out among processes: a demo has people who send, and people who answer, at the same time."""

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import Final, TypeVar

import django

from laerling.demo.build.steps import Progress

Part = TypeVar("Part")
MOST_WORKERS: Final = 3


def n_workers() -> int:
    """Return how many processes are worth having on this machine."""
    return min(os.cpu_count() or 1, MOST_WORKERS)


def share_out(work: Callable[[Part], int], parts: Sequence[Part], *, workers: int, progress: Progress) -> None:
    """Do `work` on every part, in `workers` processes (1: in this one), and tell progress by what it returns.

    With several, `work` and the parts must be such as can be pickled, and parts may be done in any order.
    """
    if workers == 1:
        for part in parts:
            progress(work(part))
        return
    # A fresh process each: a database connection cannot be shared, and must not be closed for the others.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=fresh, initializer=django.setup) as pool:
        for done in as_completed([pool.submit(work, part) for part in parts]):
            progress(done.result())
