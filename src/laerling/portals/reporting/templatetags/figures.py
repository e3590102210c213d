"""Figures of reports in templates."""

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from laerling.reports import words
from laerling.reports.types import Group, Unit

register = template.Library()

register.filter("decimal", words.decimal)
register.filter("whole", words.whole)
register.filter("percent", words.percent)


@register.filter
def drawing(svg: str) -> SafeString:
    """Put a chart into the page as it is: its texts were escaped when it was drawn."""
    return mark_safe(svg)  # noqa: S308  made by reports.charts.drawing, which escapes


@register.simple_tag
def reach(low: float | None, high: float | None) -> str:
    """Write a 95 % interval."""
    return words.interval(low, high)


@register.inclusion_tag("reporting/_hidden.html")
def hidden(year: int, of: Unit, item: str, group: Group | None = None) -> dict[str, str]:
    """Write the sign for a figure that is not shown, as a link to why. It is the same sign whatever the reason."""
    try:
        address = reverse("reporting:explain", kwargs={"year": year, "of": of.key, "item": item})
    except NoReverseMatch:
        return {"href": ""}
    place = {"tabell": group.table, "nokkel": group.address} if group is not None and group.table else {}
    return {"href": f"{address}?{urlencode(place)}" if place else address}
