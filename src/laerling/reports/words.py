"""Figures in the reader's language: decimal comma, thin spaces, and the sign for what is not shown."""

from django.utils.formats import number_format
from django.utils.translation import get_language

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
