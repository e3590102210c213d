"""Icons, dates as people write them, and addresses that keep their other parameters."""

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.dates import MONTHS, MONTHS_AP
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from laerling.kernel.clock import in_oslo

register = template.Library()

_ICONS = Path(__file__).resolve().parent.parent / "static" / "vendor" / "aksel-icons"


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return a decorative icon as inline SVG. Raises FileNotFoundError for one that is not vendored."""
    return _svg(name)


@cache
def _svg(name: str) -> SafeString:
    drawing = (_ICONS / f"{Path(name).name}.svg").read_text(encoding="utf-8").strip()
    return mark_safe(drawing.replace("<svg ", '<svg class="icon" aria-hidden="true" focusable="false" ', 1))  # noqa: S308  our own files


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a date with the month's name: "20. oktober 2026", "20 October 2026". Instants are shown in Oslo."""
    if value is None:
        return ""
    on = _on(value)
    return f"{on.day}{_dot()} {_month(on)} {on.year}"


@register.filter
def day_short(value: date | datetime | None) -> str:
    """Write a date without its year: "20. okt.", "20 Oct."."""
    if value is None:
        return ""
    on = _on(value)
    return f"{on.day}{_dot()} {str(MONTHS_AP[on.month]).lower() if _norwegian() else MONTHS_AP[on.month]}"


@register.filter
def moment(value: datetime | None) -> str:
    """Write an instant in Oslo time: "20. oktober 2026 kl. 14.07", "20 October 2026 at 14:07"."""
    if value is None:
        return ""
    at = in_oslo(value)
    return f"{day(at)} {at:kl. %H.%M}" if _norwegian() else f"{day(at)} {at:at %H:%M}"


@register.simple_tag(takes_context=True)
def page_address(context: template.Context, number: int) -> str:
    """Return this page's query string with another page number: search and filters are kept."""
    request: HttpRequest = context["request"]
    parameters = request.GET.copy()
    parameters["page"] = str(number)
    return f"?{parameters.urlencode()}"


@register.filter
def day_before(value: date) -> date:
    """Return the last day of something that ends, not included, on `value`."""
    return value - timedelta(days=1)


@register.filter
def alert_color(level: str) -> str:
    """Return the design system's colour for a level of `django.contrib.messages`."""
    return {"success": "success", "warning": "warning", "error": "danger"}.get(level, "info")


@register.filter
def page_numbers(paginator: "Paginator[Any]", number: int) -> list[int | str]:
    """Return the page numbers to show around `number`, "gap" where some are left out: first, last and the nearest."""
    shown = paginator.get_elided_page_range(number, on_each_side=1, on_ends=1)
    return [one if isinstance(one, int) else "gap" for one in shown]


def _on(value: date | datetime) -> date:
    return in_oslo(value).date() if isinstance(value, datetime) else value


def _month(on: date) -> str:
    name = str(MONTHS[on.month])
    return name.lower() if _norwegian() else name


def _norwegian() -> bool:
    return (get_language() or "nb")[:2] in {"nb", "nn", "no"}


def _dot() -> str:
    return "." if _norwegian() else ""
