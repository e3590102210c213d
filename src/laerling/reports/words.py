"""Figures in the reader's language: decimal comma, thin spaces, and the sign for what is not shown."""

import math
from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

# The sign of the Directorate's own statistics for protected figures.
SIGN = "*"


def decimal(value: float | None) -> str:
    """Write a mean with one decimal, "3,8" or "3.8"; the sign where there is none."""
    return SIGN if value is None else str(number_format(round(value, 1), decimal_pos=1))


def whole(value: int | None) -> str:
    """Write a number of people; the sign where there is none."""
    return SIGN if value is None else str(number_format(value, decimal_pos=0, force_grouping=True))


def percent(value: float | None) -> str:
    """Write a share without decimals, "42 %" or "42%"; the sign where there is none."""
    if value is None:
        return SIGN
    gap = "" if (get_language() or "nb").startswith("en") else "\u00a0"
    return f"{number_format(round(value), decimal_pos=0)}{gap}%"


def percents(band: tuple[float, float]) -> str:
    """Write a range of shares without decimals, "10–24 %"; one figure where both ends are written alike."""
    low, high = math.floor(band[0]), math.ceil(band[1])
    return percent(high) if low == high else f"{number_format(low, decimal_pos=0)}–{percent(high)}"


def interval(low: float | None, high: float | None, *, is_share: bool = False) -> str:
    """Write a 95 % interval, "3,6–4,1" or "40–52 %"; the sign where there is none."""
    if low is None or high is None:
        return SIGN
    return (
        f"{number_format(round(low), decimal_pos=0)}–{percent(high)}" if is_share else f"{decimal(low)}–{decimal(high)}"
    )


def both(year: int) -> str:
    """Return a round and the one before it in words, such as "2025 and 2026 together"."""
    return _("%(before)s and %(year)s together") % {"before": year - 1, "year": year}


def together(title: str, year: int) -> str:
    """Return a title that says that its figures are of the round and the one before together."""
    return f"{title} ({both(year)})"


def differences(apart: Iterable[str], own: str, others: Iterable[str]) -> tuple[str, ...]:
    """Return a sentence for each unit from which one's own figure differs by more than chance; `apart` is "above" or "below" then."""
    said = []
    for way, other in zip(apart, others, strict=False):
        names = {"own": own, "other": other}
        if way == "above":
            said.append(_("%(own)s is above %(other)s, and the difference is more than chance") % names)
        elif way == "below":
            said.append(_("%(own)s is below %(other)s, and the difference is more than chance") % names)
    return tuple(said)
