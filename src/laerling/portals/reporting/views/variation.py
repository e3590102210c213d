"""How a unit's groups vary: a heat table of indices, or small multiples of one index or question (M27)."""

from typing import Final

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from laerling.portals.reporting.lines import Drawn, Scale, scale_of
from laerling.portals.reporting.role import as_reporting
from laerling.portals.reporting.views.asking import Place, place
from laerling.portals.shell.staff import StaffRequest, page
from laerling.reports.variation import queries, words
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
    found = found_of(request, here)
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
            "item": request.GET.get("mal", ""),
            "choices": queries.choices(here.facts, here.language),
            "others": words.others_sentence(found.n_others),
            "hides": found.hides_something,
        },
    )


def found_of(request: StaffRequest, here: Place) -> Variation:
    """Return how the groups of the address vary. Raises Http404 for a way of dividing or a measure that there is not."""
    found = queries.variation(
        request.scope,
        of=here.unit,
        facts=here.facts,
        between=request.GET.get("mellom", ""),
        item=request.GET.get("mal", ""),
        language=here.language,
        now=request.now,
    )
    if found is None:
        raise Http404
    return found


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
