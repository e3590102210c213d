"""What all charts share: two widths, fixed sizes, no built-in texts and no colours of their own."""

from dataclasses import dataclass

from django.utils.translation import pgettext

from laerling.reports.charts.drawing import Inks, Spec
from laerling.reports.words import SIGN

WIDE, NARROW = 720, 340
_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"


@dataclass(frozen=True, slots=True)
class Chart:
    """The same chart for a wide screen and for a phone, as SVG markup; the style sheet shows one of them."""

    wide: str
    narrow: str


@dataclass(frozen=True, slots=True)
class Padding:
    """Room round the plot, in pixels."""

    left: int = 2
    right: int = 2
    top: int = 2
    bottom: int = 2


def frame(layers: list[Spec], *, width: int, height: int, padding: Padding) -> Spec:
    """Return a whole specification for a plot of `width` x `height` pixels."""
    return {
        "$schema": _SCHEMA,
        "width": width,
        "height": height,
        "padding": {"left": padding.left, "right": padding.right, "top": padding.top, "bottom": padding.bottom},
        "autosize": {"type": "none"},
        "layer": layers,
        "config": {"aria": False, "view": {"stroke": None}, "background": "transparent"},
    }


def lanes(field: str, order: list[str]) -> Spec:
    """Return the encoding that gives each value of `field` a lane of its own, in order, without labels."""
    return {"field": field, "type": "nominal", "sort": order, "axis": None, "scale": {"padding": 0}}


def named(ink_field: str) -> Spec:
    """Return the encoding that takes the colour from the data."""
    return {"field": ink_field, "type": "nominal", "scale": None}


def text_mark(ink: Inks, **more: object) -> Spec:
    """Return a text mark in the page's own colour."""
    return {"type": "text", "color": ink("text"), "fontSize": 15, "lineBreak": "\n", "lineHeight": 17, **more}


def spoken(figure: str) -> str:
    """Return a figure as it is said in the description: the sign is explained."""
    if figure != SIGN:
        return figure
    word = pgettext("figure", "protected")
    return f"{SIGN} ({word})"
