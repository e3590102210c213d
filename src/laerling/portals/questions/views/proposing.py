"""Publishing the next version: one hands in a file, which is checked at once, and a second person publishes it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from laerling.kernel.errors import Refusal
from laerling.portals.questions.forms.proposing import ProposalForm
from laerling.portals.questions.views.versions import located
from laerling.portals.shell.fresh import fresh
from laerling.portals.shell.staff import StaffRequest, page
from laerling.questionnaire import actions, queries


@require_http_methods(["GET", "HEAD", "POST"])
@page(action="questionnaire.publish")
def new(request: StaffRequest) -> HttpResponse:
    """Check a file and tell every fault at once; without faults it may wait for a second person to publish it."""
    is_sent = request.method == "POST"
    form = ProposalForm(request.POST, request.FILES) if is_sent else ProposalForm()
    crumbs = ((_("The questions"), reverse("questions:versions")), (_("New version"), ""))
    context: dict[str, object] = {"form": form, "crumbs": crumbs, "newest": next(iter(queries.listed()), None)}
    status = 422 if is_sent else 200
    if is_sent and form.is_valid():
        content = form.cleaned_data["file"]
        check = queries.check(content)
        context |= {"check": check, "faults": located(check.faults, content)}
        if not check.faults:
            status = 200
            if "propose" in request.POST:
                try:
                    return _propose(request, form.cleaned_data["id"], content)
                except Refusal as refusal:
                    form.add_error("file", str(refusal))
                    status = refusal.status
    return render(request, "questions/versions/new.html", context, status=status)


@require_POST
@page(action="questionnaire.publish")
@fresh()
def publish(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    """Publish what a colleague has handed in, for good."""
    code = actions.publish_proposal(proposal_id=proposal_id, scope=request.scope, by=request.actor, now=request.now)
    messages.success(request, _("Published. From now on this version never changes."))
    return redirect("questions:show", which=code)


@require_POST
@page(action="questionnaire.publish")
def withdraw(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    """Take back a proposal that waits."""
    actions.withdraw_proposal(proposal_id=proposal_id, scope=request.scope, by=request.actor, now=request.now)
    messages.success(request, _("Taken back. You can put it back on its page."))
    return redirect("questions:show", which=str(proposal_id))


@require_POST
@page(action="questionnaire.publish")
def restore(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    """Put a proposal that was taken back where it was."""
    actions.restore_proposal(proposal_id=proposal_id, scope=request.scope, by=request.actor, now=request.now)
    messages.success(request, _("The proposal waits for a second person again."))
    return redirect("questions:show", which=str(proposal_id))


def _propose(request: StaffRequest, proposal_id: UUID, content: str) -> HttpResponse:
    stored = actions.propose(
        proposal_id=proposal_id, content=content, scope=request.scope, by=request.actor, now=request.now
    )
    messages.success(request, _("Handed in. Somebody else in the Directorate reads it and publishes it."))
    return redirect("questions:show", which=str(stored))
