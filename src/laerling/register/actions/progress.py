"""Telling how far a file has been read, a batch at a time."""

from collections.abc import Callable, Iterable, Iterator

from laerling.register.reading import Batch

# Rows read so far, and how many there are, about.
Progress = Callable[[int, int], None]


def told(progress: Progress | None) -> Progress:
    """Return `progress`, or something that tells nobody."""
    return progress or _nobody


def watched(batches: Iterable[Batch], n_expected: int, progress: Progress) -> Iterator[Batch]:
    """Pass batches on, telling how far they have come."""
    n_rows = 0
    for batch in batches:
        n_rows += batch.n_rows
        progress(n_rows, max(n_rows, n_expected))
        yield batch
    progress(n_rows, n_rows)


def _nobody(_done: int, _expected: int) -> None:
    """Nobody wants to know."""
