"""Telling how far the making of a release has come, in a row that pages read while the worker works."""

from collections.abc import Iterator
from contextlib import contextmanager

from laerling.release.models import ReleaseProgress
from laerling.release.rules.steps import Step, Steps

_FIELDS = ("what", "stage", "number", "of", "done", "total")


@contextmanager
def telling(round_year: int, *, follow_ups: bool, together: bool) -> Iterator[Steps]:
    """Give the steps to be told of, the first of them begun. However it ends, nothing is told any more.

    Where the caller has no transaction open, others see each step at once.
    """

    def tell(step: Step) -> None:
        row = ReleaseProgress(round_id=round_year, **{name: getattr(step, name) for name in _FIELDS})
        ReleaseProgress.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["round"], update_fields=list(_FIELDS)
        )

    steps = Steps(tell, follow_ups=follow_ups, together=together)
    steps.at("counted")
    try:
        yield steps
    finally:
        ReleaseProgress.objects.filter(round_id=round_year).delete()
