"""Telling how far a file has been read, without asking every row."""

from collections.abc import Callable, Iterable, Iterator

from laerling.register.reading import Row

# Rows read so far, and how many there are, about.
Progress = Callable[[int, int], None]

_EVERY = 2_000


def told(progress: Progress | None) -> Progress:
    """Return `progress`, or something that tells nobody."""
    return progress or _nobody


def watched(rows: Iterable[Row], n_expected: int, progress: Progress) -> Iterator[Row]:
    """Pass rows on, telling how far they have come."""
    n_rows = 0
    for n_rows, row in enumerate(rows, start=1):
        if n_rows % _EVERY == 0:
            progress(n_rows, max(n_rows, n_expected))
        yield row
    progress(n_rows, n_rows)


def _nobody(_done: int, _expected: int) -> None:
    """Nobody wants to know."""
