"""Figures of reports in templates."""

from django import template
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy, pgettext

from laerling.portals.reporting.views.asking import Place
from laerling.reports import words
from laerling.reports.breakdown import Group
from laerling.reports.findings import words as pointing
from laerling.reports.types import Unit, UnitGroup
from laerling.reports.variation import words as varying
from laerling.reports.variation.types import Group as VariedGroup
from laerling.reports.variation.types import Mark

register = template.Library()
# By whether a figure is higher than the others.
_APART: dict[bool, tuple[str, Promise]] = {
    True: ("▲", gettext_lazy("higher than the others by more than chance")),
    False: ("▼", gettext_lazy("lower than the others by more than chance")),
}
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


@register.simple_tag
def hidden(year: int, of: Unit, item: str, group: Group | VariedGroup | None = None) -> SafeString:
    """Write the sign for a figure that is not shown, as a link to why. It is the same sign whatever the reason.

    A wide table has thousands of them: they are not laid out one by one in a template.
    """
    try:
        address = reverse("reporting:explain", kwargs={"year": year, "of": of.key, "item": item})
    except NoReverseMatch:
        return render_to_string("cotton/hidden_cell.html")
    if group is not None and group.table:
        address += f"?{urlencode({'tabell': group.table, 'nokkel': group.address})}"
    return format_html(
        '<a class="hidden-cell" href="{}"><span aria-hidden="true">*</span><span class="ds-sr-only">{}</span></a>',
        address,
        pgettext("figure", "protected, see why"),
    )


@register.simple_tag
def marked(place: Place, group: VariedGroup, mark: Mark, item: str) -> SafeString:
    """Write a group's figure on a measure, with an arrow where it differs by more than chance; or why there is none."""
    if mark.shown and not mark.apart:
        return format_html("{}", words.decimal(mark.mean))
    if mark.shown:
        arrow, said = _APART[mark.apart > 0]
        return format_html(
            '{} <span class="apart"><span aria-hidden="true">{}</span><span class="ds-sr-only">{}</span></span>',
            words.decimal(mark.mean),
            arrow,
            said,
        )
    if not mark.comparable:
        return format_html(
            '<span class="quiet"><span aria-hidden="true">–</span><span class="ds-sr-only">{}</span></span>',
            gettext("cannot be compared"),
        )
    if group.unit:
        return hidden(place.year, group.unit, item)
    return hidden(group.year, place.unit, item) if group.year else hidden(place.year, place.unit, item, group)


@register.filter
def share(value: float | None) -> str:
    """Write a share of 0–1 as per cent, a dash where there is none."""
    return "–" if not isinstance(value, float) else words.percent(100 * value)
