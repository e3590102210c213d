"""Jobs by name: enqueued in the caller's own transaction, so that a job exists exactly when its reason does.

Stations enqueue by name and need not import the station that works. Arguments are ids only, never personal values.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from inspect import iscoroutinefunction
from typing import Any, Final, Literal, TypeVar

from django.db.models import F
from django.db.models.functions import Now
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

Work = TypeVar("Work", bound=Callable[..., Any])

_SILENT_SECONDS = 30


def enqueue(name: str, *, lock: str | None = None, **ids: str | int) -> None:
    """Enqueue the job `name` (`station.verb_noun`); it commits or vanishes with the caller's transaction.

    `lock`: jobs with the same lock run one after the other. Raises procrastinate's TaskNotFound for an unknown name.
    """
    app.configure_task(name, allow_unknown=False, lock=lock).defer(**ids)


def is_known(name: str) -> bool:
    """Return whether any station has a job of this name, for an earlier station that tells whoever listens."""
    app.perform_import_paths()  # type: ignore[no-untyped-call]  # procrastinate's own gap
    return name in app.tasks


def waiting(*names: str, **ids: str | int) -> frozenset[str]:
    """Return which of the jobs `names` wait or run with these ids, for a page that asked for them."""
    unfinished = ProcrastinateJob.objects.filter(task_name__in=names, status__in=["todo", "doing"], args__contains=ids)
    return frozenset(unfinished.values_list("task_name", flat=True))


@dataclass(frozen=True, slots=True)
class JobState:
    """How it goes with a job: it waits for its turn, is at work, has broken down, or is done.

    `lasted` is how long it has been so, by the clock of the database: the demo's clock stands elsewhere.
    """

    status: Literal["waiting", "working", "failed", "done"]
    lasted: timedelta


_STATUS: Final[Mapping[str, Literal["waiting", "working", "failed"]]] = {
    "todo": "waiting",
    "doing": "working",
    "failed": "failed",
}


def newest(name: str, **ids: str | int) -> JobState | None:
    """Return how it goes with the job `name` that was last asked for with these ids, None where none is known."""
    asked = ProcrastinateEvent.objects.filter(job__task_name=name, job__args__contains=ids)
    found = asked.annotate(lasted=Now() - F("at")).order_by("-job_id", "-id").values_list("job__status", "lasted")
    status, lasted = found.first() or ("", timedelta())
    return JobState(_STATUS.get(status, "done"), lasted) if status else None


def job(name: str) -> Callable[[Work], Work]:
    """Register a function of a station's `tasks` module as the job `name`."""

    def register(function: Work) -> Work:
        app.task(name=name, retry=3)(function)
        return function

    return register


def every(cron: str, name: str) -> Callable[[Work], Work]:
    """Register a function without arguments, plain or async, as the job `name`, run at the times of `cron`.

    Six fields: the last is seconds. A beat that finds the one before still waiting is dropped.
    """

    def register(function: Work) -> Work:
        def beat(timestamp: int) -> None:  # noqa: ARG001  procrastinate tells when the beat was due
            function()

        async def async_beat(timestamp: int) -> None:  # noqa: ARG001  the same
            await function()

        chosen = async_beat if iscoroutinefunction(function) else beat
        app.periodic(cron=cron)(app.task(name=name, queueing_lock=name, lock=name)(chosen))
        return function

    return register


async def retry_stalled() -> int:
    """Put jobs whose worker has been silent for half a minute back in the queue, and return how many.

    procrastinate never does so by itself. A worker that was only paused may run the job too: jobs are safe to repeat.
    """
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_SILENT_SECONDS))
    for found in stalled:
        await app.job_manager.retry_job(found)
    return len(stalled)
