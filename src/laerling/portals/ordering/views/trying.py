"""A test to oneself: the very messages of a dispatch, before anybody else gets them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from laerling.invitations import actions
from laerling.kernel.errors import Refusal
from laerling.portals.ordering.forms.texts import TestForm
from laerling.portals.shell.staff import StaffRequest, page
from laerling.rounds import queries as rounds


@require_POST
@page(action="dispatch.order")
def test(request: StaffRequest) -> HttpResponse:
    """Send a test of what a dispatch's form holds. The form comes along: with script it stays, without it is brought back.

    Nothing is ordered and nobody of the sample is written to.
    """
    form = TestForm(request.POST)
    status, fault, sent = 422, "", None
    if form.is_valid():
        try:
            sent = actions.send_test(
                order=form.order(round_year=rounds.current(request.now).year),
                mobile=form.cleaned_data["mobile"],
                scope=request.scope,
                by=request.actor,
                now=request.now,
            )
            status = 200
        except Refusal as refusal:
            fault, status = str(refusal), refusal.status
    else:
        fault = _("Choose what you are sending first, then send the test.")
    carried = [(name, one) for name, given in request.POST.lists() for one in given if name not in _NOT_CARRIED]
    context = {
        "fault": fault,
        "has_sms": sent is not None and "sms" in sent.texts,
        "carried": carried,
        "crumbs": (
            (_("The round"), reverse("ordering:home")),
            (_("Dispatches"), reverse("ordering:dispatches")),
            (_("Test to myself"), ""),
        ),
    }
    template = "ordering/dispatches/_tested.html" if request.htmx else "ordering/dispatches/tested.html"
    # A fragment is swapped in whatever it says.
    return render(request, template, context, status=200 if request.htmx else status)


_NOT_CARRIED = frozenset({"csrfmiddlewaretoken", "mobile", "test", "send"})
