"""The steps of a build, each with its date and a progress bar."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final

from tqdm import tqdm

Progress = Callable[[int], None]
_LABEL_WIDTH: Final = 34


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done at one instant. `total` is in the units its progress is told in."""

    label: str
    at: datetime
    total: int
    unit: str
    do: Callable[[Progress], None]


def take(steps: Iterable[Step]) -> None:
    """Take the steps in their order, with a progress bar each on stderr."""
    for step in steps:
        with tqdm(total=step.total, desc=f"{step.label:<{_LABEL_WIDTH}}", unit=f" {step.unit}", unit_scale=True) as bar:
            step.do(partial(_tell, bar))
            bar.update(step.total - bar.n if step.total else 0)


def _tell(bar: "tqdm[Any]", n_more: int) -> None:
    bar.update(n_more)
