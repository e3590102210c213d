"""The versions of the questionnaire: all of them, one as it stands, and what is new in it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from laerling.access import queries as access
from laerling.access.policy import may
from laerling.portals.questions import showing
from laerling.portals.questions.finding import Found, find
from laerling.portals.questions.words import DIRECTIONS, FORM_NAMES, STATES
from laerling.portals.shell.staff import StaffRequest, page
from laerling.questionnaire import queries
from laerling.questionnaire.rules import Said
from laerling.questionnaire.rules.places import line_of


@require_safe
@page(action="questionnaire.read")
def versions(request: StaffRequest) -> HttpResponse:
    """Show every version, the rounds it held for, and how its questions relate to the one before; and what waits."""
    listed = queries.listed()
    by_code = {one.questionnaire.code: one.questionnaire for one in listed}
    lines = [(one, showing.counted(one.questionnaire, by_code.get(one.questionnaire.follows or ""))) for one in listed]
    context = {
        "lines": lines,
        "proposals": [(one, STATES[one.state]) for one in queries.proposals(request.scope)],
        "may_publish": may(request.scope, "questionnaire.publish"),
    }
    return render(request, "questions/versions/index.html", context)


@require_safe
@page(action="questionnaire.read")
def show(request: StaffRequest, which: str) -> HttpResponse:
    """Show one version: every question in both forms, who is asked it, its options, and how it relates."""
    found = find(which, request.scope)
    language = get_language() or "nb"
    version = found.questionnaire
    listed = next((one for one in queries.listed() if not found.proposal and one.questionnaire == version), None)
    context = {
        **frame(found, ""),
        "first_round": listed.first_round if listed else version.held and version.held.first,
        "last_round": listed.last_round if listed else version.held and version.held.last,
        "pages": showing.shown_pages(version, found.before, language),
        "indices": showing.shown_indices(version, found.before, language),
        "scales": [(scale, DIRECTIONS[scale.direction]) for scale in showing.shown_scales(version)],
        "counted": showing.counted(version, found.before),
        "n_sensitive": sum(one.sensitive for one in version.questions),
        "series_break": version.series_break.in_(language) if version.series_break else "",
        **_proposal(request, found),
    }
    return render(request, "questions/versions/show.html", context)


@require_safe
@page(action="questionnaire.read")
def differences(request: StaffRequest, which: str) -> HttpResponse:
    """Show a version question by question beside the one before; `?vis=alle` shows also those that did not change."""
    found = find(which, request.scope)
    language = get_language() or "nb"
    every = showing.differences(found.questionnaire, found.before, language) if found.before else ()
    shows_all = request.GET.get("vis") == "alle"
    reason = found.questionnaire.series_break
    context = {
        **frame(found, _("What is new")),
        "lines": [one for one in every if shows_all or one.is_changed],
        "n_same": sum(not one.is_changed for one in every),
        "shows_all": shows_all,
        "series_break": reason.in_(language) if reason else "",
    }
    return render(request, "questions/versions/differences.html", context)


def frame(found: Found, here: str) -> dict[str, object]:
    """Return what every page about one version shows."""
    title = found.questionnaire.title.in_(get_language() or "nb")
    crumbs = [(_("The questions"), reverse("questions:versions"))]
    if here:
        crumbs.append((title, reverse("questions:show", kwargs={"which": found.which})))
    return {
        "found": found,
        "which": found.which,
        "version": found.questionnaire,
        "before": found.before,
        "before_title": found.before.title.in_(get_language() or "nb") if found.before else "",
        "title": title,
        "form_names": FORM_NAMES,
        "crumbs": (*crumbs, (here or title, "")),
    }


def _proposal(request: StaffRequest, found: Found) -> dict[str, object]:
    """Return who did what with a proposal, what keeps it from being published, and what the reader may do."""
    proposal = found.proposal
    if proposal is None:
        return {}
    doers = [proposal.proposed_by, proposal.published_by, proposal.withdrawn_by]
    faults = queries.check(proposal.content).faults if proposal.state == "waiting" else ()
    return {
        "proposal": proposal,
        "state": STATES[proposal.state],
        "names": access.names_for(request.scope, [one for one in doers if _is_account(one)]),
        "is_own": proposal.proposed_by == request.actor.id,
        "faults": located(faults, proposal.content),
        "may_publish": may(request.scope, "questionnaire.publish"),
    }


def located(faults: tuple[Said, ...], content: str) -> list[tuple[int | None, str]]:
    """Return each fault in the reader's language with the line where it stands, in the order of the file."""
    found = [(line_of(fault, content), fault.in_(_)) for fault in faults]
    return sorted(found, key=lambda one: (one[0] is not None, one[0] or 0))


def _is_account(doer: str) -> bool:
    try:
        UUID(doer)
    except ValueError:
        return False
    return True
