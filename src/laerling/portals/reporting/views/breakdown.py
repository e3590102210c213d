"""How an index, a question or the number who answered divides within a unit."""

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from laerling.portals.reporting.role import as_reporting
from laerling.portals.reporting.views.asking import Place, item_asked, place
from laerling.portals.shell.staff import StaffRequest, page
from laerling.reports import charts, queries
from laerling.reports.breakdown import Breakdown, Group
from laerling.reports.charts import Chart, Lane
from laerling.reports.naming import dimension_name

# So many groups are drawn; more are read in the table.
MOST_DRAWN = 40


@page(action="results.read")
@as_reporting
def show(request: StaffRequest, year: int, of: tuple[str, str]) -> HttpResponse:
    """Show one item by one dimension, as chosen in the address (`mal`, `pa`)."""
    here = place(request, year, of)
    if isinstance(here, HttpResponse):
        return here
    found = found_of(request, here)
    drawn = [group for group in found.groups if found.is_shown(group)]
    return TemplateResponse(
        request,
        "reporting/breakdown.html",
        {
            "place": here,
            "tab": "breakdown",
            "item": found.code,
            "items": queries.items_of(here.facts, here.language),
            "report": found,
            "rows": [(group, _shares(found, group)) for group in (found.whole, *found.groups)],
            "dimension": dimension_name(found.dimension) if found.dimension else "",
            "dimensions": [(code, dimension_name(code)) for code in found.dimensions],
            "chart": chart_of(found, drawn[:MOST_DRAWN]) if drawn else None,
            "n_not_drawn": len(found.groups) - min(len(drawn), MOST_DRAWN),
            "said": [sentence(found, group) for group in found.groups if group.apart],
            "hides": found.hides_something,
        },
    )


def found_of(request: StaffRequest, here: Place) -> Breakdown:
    """Return the breakdown of the address. Raises Http404 for an item or a dimension that there is not."""
    try:
        return queries.breakdown(
            facts=here.facts,
            of=here.unit,
            item=item_asked(request, here),
            by=request.GET.get("pa", ""),
            answered=_("How many answered"),
            language=here.language,
        )
    except KeyError as unknown:
        raise Http404 from unknown


def _shares(found: Breakdown, group: Group) -> list[tuple[str, str]]:
    """Return what is told of each option's share within a group."""
    options = found.question.options if found.question else ()
    return [(option.text, group.distribution.at(position)) for position, option in enumerate(options)]


def sentence(found: Breakdown, group: Group) -> str:
    """Return what is said of a group that differs from the whole by more than chance."""
    names = {"group": group.name, "unit": found.of.in_words}
    if group.apart == "above":
        return _("%(group)s is above %(unit)s as a whole, and the difference is more than chance") % names
    return _("%(group)s is below %(unit)s as a whole, and the difference is more than chance") % names


def chart_of(found: Breakdown, groups: list[Group]) -> Chart:
    """Draw the groups that are shown; one's own as a whole first."""
    title = _("%(item)s by %(dimension)s, %(unit)s") % {
        "item": found.title,
        "dimension": dimension_name(found.dimension).lower(),
        "unit": found.of.name,
    }
    shown = [found.whole, *groups] if found.is_shown(found.whole) else groups
    if found.question is not None:
        rows = tuple(group.distribution for group in shown)
        return charts.named_distributions([group.name for group in shown], found.question, rows, title=title)
    finding = ". ".join([*(sentence(found, group) for group in groups if group.apart), ""]).strip()
    lanes = [_lane(found, group, "third" if group is found.whole else "own") for group in shown]
    line_at = lanes[0].value if shown[0] is found.whole else None
    is_share = found.kind == "answered"
    return charts.lanes_chart(lanes, title=title, finding=finding, is_share=is_share, line_at=line_at)


def _lane(found: Breakdown, group: Group, place: str) -> Lane:
    if found.kind == "answered":
        return Lane(group.name, group.answered.pct, place=place)
    return Lane(group.name, group.figure.mean, group.figure.low, group.figure.high, place)
