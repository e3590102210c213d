"""The charts' colours in files: the page's own in light, which a test holds against the style sheet."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour, and the colour of what is written on it."""

    fill: str
    on: str


COLOURS: Final[dict[str, Ink]] = {
    "own": Ink("#1e6e4a", "#ffffff"),
    "second": Ink("#a86a12", "#ffffff"),
    "third": Ink("#4a5a70", "#ffffff"),
    "fourth": Ink("#7a3e8e", "#ffffff"),
    "fifth": Ink("#9c3350", "#ffffff"),
    "sixth": Ink("#2a6f8f", "#ffffff"),
    "reach": Ink("#b9cfc2", "#14171c"),
    "good-1": Ink("#485970", "#ffffff"),
    "good-2": Ink("#a9b5c6", "#14171c"),
    "good-3": Ink("#e2e2e2", "#14171c"),
    "good-4": Ink("#8fc7a9", "#10251a"),
    "good-5": Ink("#255f41", "#ffffff"),
    "step-1": Ink("#e3ebf5", "#14171c"),
    "step-2": Ink("#b5cbe3", "#14171c"),
    "step-3": Ink("#86a9cf", "#0c1520"),
    "step-4": Ink("#466f9c", "#ffffff"),
    "step-5": Ink("#22415f", "#ffffff"),
    "step-6": Ink("#8a5a1c", "#ffffff"),
    "step-7": Ink("#e3b566", "#1c1405"),
    "outside": Ink("#ffffff", "#2b2f33"),
}
# The page's own shades of text, lines and ground.
SHADES: Final = {
    "text": "#2b2f33",
    "quiet": "#515b63",
    "grid": "#d5dade",
    "lane": "#8a97a0",
    "ground": "#ffffff",
}


def colour(name: str) -> str:
    """Return the colour of a class of the charts: "own", "on-good-5", "grid". Raises KeyError for a class without one."""
    if name in SHADES:
        return SHADES[name]
    return COLOURS[name.removeprefix("on-")].on if name.startswith("on-") else COLOURS[name].fill
