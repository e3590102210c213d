"""Trying a version out, in all languages side by side, as on a phone. The address is the whole way; nothing is stored."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from laerling.portals.questions import trying
from laerling.portals.questions.finding import find
from laerling.portals.questions.views.versions import frame
from laerling.portals.shell.staff import StaffRequest, page
from laerling.questionnaire.rules import pages_for


@require_safe
@page(action="questionnaire.read")
def preview(request: StaffRequest, which: str) -> HttpResponse:
    """Show the page the address stands on, or go where its button leads."""
    found = find(which, request.scope)
    version = found.questionnaire
    given = request.GET.dict()
    way = trying.stand(version, given)
    if "go" in given:
        way = trying.step(version, way, go=given["go"])
        return redirect(f"{reverse('questions:preview', kwargs={'which': which})}?{way.query}")
    pages = pages_for(version, way.answers)
    here = next((one for one in pages if one.code == way.at), None)
    context = {
        **frame(found, _("Try it out")),
        "here": here,
        "phones": trying.phones(here, way.answers) if here else (),
        "number": pages.index(here) + 1 if here else len(pages),
        "n_pages": len(pages),
        "n_asked": sum(len(one.questions) for one in pages),
        "carried": trying.carried(here, way.answers),
        "stops": trying.stops(version, way, get_language() or "nb"),
        "is_first": bool(here) and here == pages[0],
    }
    return render(request, "questions/preview/index.html", context)
