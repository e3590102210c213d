"""Figures of reports in templates."""

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from laerling.reports import words
from laerling.reports.breakdown import Group
from laerling.reports.findings import words as pointing
from laerling.reports.types import Unit, UnitGroup
from laerling.reports.variation import words as varying

register = template.Library()
_SELECTED = mark_safe(" selected")  # our own word

register.filter("decimal", words.decimal)
register.filter("whole", words.whole)
register.filter("percent", words.percent)
register.filter("spread_sentence", varying.spread_sentence)
register.filter("beyond", varying.beyond)
register.filter("finding_label", pointing.label)
register.filter("finding_sentence", pointing.sentence)


@register.filter
def drawing(svg: str) -> SafeString:
    """Put a chart into the page as it is: its texts were escaped when it was drawn."""
    return mark_safe(svg)  # noqa: S308  made by reports.charts.drawing, which escapes


@register.simple_tag
def unit_options(groups: tuple[UnitGroup, ...], selected: tuple[str, str] | None = None) -> SafeString:
    """Write the options of a list of units: hundreds of them, on every page, so not one by one in a template."""
    return format_html_join(
        "",
        '<optgroup label="{}">{}</optgroup>',
        ((group.label, _options(group, selected)) for group in groups),
    )


def _options(group: UnitGroup, selected: tuple[str, str] | None) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((one.address, _SELECTED if one.key == selected else "", one.name) for one in group.units),
    )


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


@register.filter
def share(value: float | None) -> str:
    """Write a share of 0–1 as per cent, a dash where there is none."""
    return "–" if not isinstance(value, float) else words.percent(100 * value)
