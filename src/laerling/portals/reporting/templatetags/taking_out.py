"""The ways to take a page of results out as a file."""

from typing import Any, Final

from django import template
from django.urls import NoReverseMatch, reverse

from laerling.portals.reporting.views.files import FORMS

register = template.Library()

_KINDS: Final = {"pdf": "PDF", "pptx": "PowerPoint", "xlsx": "Excel", "csv": "CSV"}
# Pages that are about one chart give it as a picture too.
_PICTURES: Final = {"svg": "SVG", "png": "PNG"}
_PICTURED: Final = frozenset({"overview", "index", "question", "breakdown", "years", "compare", "regions"})


@register.inclusion_tag("reporting/_take_out.html", takes_context=True)
def take_out(context: template.Context) -> dict[str, Any]:
    """Show the files of the page one is on, in both written forms; nothing where the page has none."""
    request = context["request"]
    match = request.resolver_match
    # Where nothing of a chart may be shown there is no picture of it either.
    is_pictured = match.url_name in _PICTURED and context.get("chart", True)
    kinds = {**_KINDS, **(_PICTURES if is_pictured else {})}
    rows = []
    for form, form_name in FORMS.items():
        query = request.GET.copy()
        query["form"] = form
        try:
            links = [(name, _address(match, kind, query.urlencode())) for kind, name in kinds.items()]
        except NoReverseMatch:
            return {"rows": []}
        rows.append((form, form_name, links))
    return {"rows": sorted(rows, key=lambda row: row[0] != context.get("LANGUAGE_CODE"))}


def _address(match: Any, kind: str, query: str) -> str:
    return f"{reverse(f'{match.view_name}-file', kwargs={**match.kwargs, 'kind': kind})}?{query}"
