"""Jobs by name: enqueued in the caller's own transaction, so that a job exists exactly when its reason does.

Stations enqueue by name and need not import the station that works. Arguments are ids only, never personal values.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from procrastinate.contrib.django import app

Work = TypeVar("Work", bound=Callable[..., Any])


def enqueue(name: str, *, lock: str | None = None, **ids: str | int) -> None:
    """Enqueue the job `name` (`station.verb_noun`); it commits or vanishes with the caller's transaction.

    `lock`: jobs with the same lock run one after the other. Raises procrastinate's TaskNotFound for an unknown name.
    """
    app.configure_task(name, allow_unknown=False, lock=lock).defer(**ids)


def job(name: str) -> Callable[[Work], Work]:
    """Register a function of a station's `tasks` module as the job `name`."""

    def register(function: Work) -> Work:
        app.task(name=name, retry=3)(function)
        return function

    return register


def every(cron: str, name: str) -> Callable[[Work], Work]:
    """Register a function without arguments as the job `name`, run by the worker at the times of `cron`.

    Six fields: the last is seconds. A beat that finds the one before still waiting is dropped.
    """

    def register(function: Work) -> Work:
        def beat(timestamp: int) -> None:  # noqa: ARG001  procrastinate tells when the beat was due
            function()

        app.periodic(cron=cron)(app.task(name=name, queueing_lock=name, lock=name)(beat))
        return function

    return register
