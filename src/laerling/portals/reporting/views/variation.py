"""How a unit's groups vary: a heat table of indices, or small multiples of one index or question (M27)."""

from typing import Final

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from laerling.portals.reporting.lines import Drawn, Scale, scale_of
from laerling.portals.reporting.role import as_reporting
from laerling.portals.reporting.views.asking import place
from laerling.portals.shell.staff import StaffRequest, page
from laerling.reports.variation import queries
from laerling.reports.variation.types import Between, Group, Mark, Measure, Variation

# What each way divides into: one of them, and several.
NAMES: Final[dict[Between, tuple[str | Promise, str | Promise]]] = {
    "counties": (_("County"), _("Counties")),
    "offices": (_("Training office"), _("Training offices")),
    "establishments": (_("Training establishment"), _("Training establishments")),
    "programmes": (_("Education programme"), _("Education programmes")),
    "trades": (_("Trade"), _("Trades")),
    "years": (_("Year"), _("Years")),
}


@page(action="results.read")
@as_reporting
def show(request: StaffRequest, year: int, of: tuple[str, str]) -> HttpResponse:
    """Show how groups vary, as chosen in the address: between what (`mellom`), and on what (`mal`, all indices without)."""
    here = place(request, year, of)
    if isinstance(here, HttpResponse):
        return here
    item = request.GET.get("mal", "")
    found = queries.variation(
        request.scope,
        of=here.unit,
        facts=here.facts,
        between=request.GET.get("mellom", ""),
        item=item,
        language=here.language,
        now=request.now,
    )
    if found is None:
        raise Http404
    one, many = NAMES[found.between]
    scale = scale_of(found)
    return TemplateResponse(
        request,
        "reporting/variation.html",
        {
            "place": here,
            "tab": "variation",
            "variation": found,
            "panels": _rows(found, scale),
            "ticks": scale.ticks,
            "n_columns": len(found.measures) + 1,
            "group_label": one,
            "groups_label": many,
            "ways": [(way, NAMES[way][1]) for way in found.ways],
            "item": item,
            "choices": queries.choices(here.facts, here.language),
            "hides": found.hides_something,
        },
    )


def _rows(found: Variation, scale: Scale) -> list[tuple[str, list[tuple[Group, list[tuple[Mark, Measure, Drawn]]]]]]:
    """Return the panels' names and rows: each group with its marks, what they measure, and how they are drawn."""
    return [
        (
            panel.name,
            [
                (
                    group,
                    [
                        (mark, measure, scale.drawn(mark, measure.whole.mean))
                        for mark, measure in zip(group.marks, found.measures, strict=True)
                    ],
                )
                for group in panel.groups
            ],
        )
        for panel in found.panels
    ]
