"""A draw among those who have answered: the winners are shown, and there is no list of the others."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laerling.access import queries as access
from laerling.invitations.draws import actions, queries
from laerling.invitations.draws.rules import FEWEST_ANSWERED, ONE_IN, WINNERS_AT_MOST
from laerling.kernel.errors import Refusal
from laerling.portals.ordering.forms.draw import DrawForm
from laerling.portals.shell.staff import StaffRequest, page
from laerling.rounds import queries as rounds


@require_http_methods(["GET", "HEAD", "POST"])
@page(action="draw.hold")
def draw(request: StaffRequest) -> HttpResponse:
    """Show the draws that were held, and hold another."""
    if request.method != "POST":
        return _page(request, DrawForm(initial={"draw_id": uuid4(), "n_winners": 1}))
    form = DrawForm(request.POST)
    if form.is_valid():
        year = rounds.current(request.now).year
        try:
            actions.hold_draw(
                scope=request.scope, round_year=year, by=request.actor, now=request.now, **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error("n_winners", str(refusal))
        else:
            messages.success(request, _("The draw is held. The winners stand below."))
            return redirect("ordering:draw")
    return _page(request, form, status=422)


def _page(request: StaffRequest, form: DrawForm, status: int = 200) -> HttpResponse:
    this_round = rounds.current(request.now)
    held = queries.draws(request.scope, this_round.year)
    names = access.names_for(request.scope, [one.by for one in held])
    context = {
        "round": this_round,
        "held": [{"draw": one, "by": names.get(one.by, "")} for one in held],
        "left": queries.n_left_at_most(held),
        "fewest": FEWEST_ANSWERED,
        "one_in": ONE_IN,
        "at_most": WINNERS_AT_MOST,
        "form": form,
    }
    return render(request, "ordering/draw/index.html", context, status=status)
