"""What all charts share: two widths, scales, marks of units, and how a figure is said."""

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import wrap

from django.utils.translation import pgettext

from laerling.reports.charts.drawing import Anchor, Drawing
from laerling.reports.types import Unit
from laerling.reports.words import SIGN, decimal, percent

WIDE, NARROW = 720, 340
# The mark of each unit of a report, in order: one's own, its county, the nation, and up to three of one's choice.
_BESIDE = {"nation": "third", "county": "second"}
_CHOSEN = ("fourth", "fifth", "sixth")
SHAPE_OF = {"own": "dot", "second": "diamond", "third": "bar", "fourth": "square", "fifth": "up", "sixth": "down"}


@dataclass(frozen=True, slots=True)
class Chart:
    """The same chart for a wide screen and for a phone, as SVG markup; the style sheet shows one of them."""

    wide: str
    narrow: str


@dataclass(frozen=True, slots=True)
class Scale:
    """From a figure to a place across the chart. `is_share`: 0–100 per cent; else an index or score, 1–5."""

    left: float
    right: float
    is_share: bool = False
    highest: float = 100

    def __call__(self, value: float) -> float:
        """Return the place of a figure."""
        low, high = (0.0, self.highest) if self.is_share else (1.0, 5.0)
        return self.left + (self.right - self.left) * (value - low) / (high - low)

    @property
    def steps(self) -> tuple[float, ...]:
        """Where the scale is marked."""
        return (0, 25, 50, 75, 100) if self.is_share else (1, 2, 3, 4, 5)

    def written(self, value: float | None) -> str:
        """Write a figure of this scale; the sign where there is none."""
        return percent(value) if self.is_share else decimal(value)


def places(units: tuple[Unit, ...], n_chosen: int = 0) -> tuple[str, ...]:
    """Return each unit's mark: what one compares with has the same mark whoever it stands beside."""
    fixed = len(units) - n_chosen
    return tuple(
        "own" if position == 0 else _BESIDE.get(unit.level, "second") if position < fixed else _CHOSEN[position - fixed]
        for position, unit in enumerate(units)
    )


def legend(units: tuple[Unit, ...], n_chosen: int = 0) -> tuple[tuple[str, Unit], ...]:
    """Return the name of each unit's mark beside the unit."""
    return tuple(zip(places(units, n_chosen), units, strict=True))


def grid(drawing: Drawing, scale: Scale, bottom: float) -> None:
    """Draw the scale's steps from top to bottom, named below."""
    for step in scale.steps:
        x = scale(step)
        drawing.rule((x, 2), (x, bottom), ink="grid")
        words = percent(step) if scale.is_share else str(int(step))
        anchor: Anchor = "end" if scale.is_share and step == scale.steps[-1] else "middle"
        drawing.text((x, bottom + 14), words, ink="quiet", anchor=anchor, size=14)


def folded(words: str, width: int, lines: int = 2) -> list[str]:
    """Return words in lines of `width` letters; what is longer than `lines` is cut with a sign of it."""
    found = wrap(words, width) or [""]
    return found if len(found) <= lines else [*found[: lines - 1], found[lines - 1][: width - 1].rstrip() + "…"]


def spoken(figure: str) -> str:
    """Return a figure as it is said in the description: the sign is explained."""
    if figure != SIGN:
        return figure
    word = pgettext("figure", "protected")
    return f"{SIGN} ({word})"


def sentences(parts: Iterable[str]) -> str:
    """Return parts as one text."""
    return " ".join(part for part in parts if part)
