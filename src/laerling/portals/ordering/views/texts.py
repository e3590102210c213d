"""The Directorate's letters: what is sent now, a new version, and publishing what a colleague proposed (T13)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from laerling.access import queries as access
from laerling.invitations import texts as wordings
from laerling.invitations.texts import History, Texts, VersionRow, actions
from laerling.invitations.texts.checks import ALLOWED
from laerling.kernel.errors import Refusal
from laerling.portals.ordering import wording
from laerling.portals.ordering.forms.texts import LetterForm, filled_in
from laerling.portals.ordering.wording import Which
from laerling.portals.shell.fresh import fresh
from laerling.portals.shell.staff import StaffRequest, page
from laerling.rounds import queries as rounds
from laerling.rounds.rules import RoundFacts


@page(action="text.write")
def texts(request: StaffRequest) -> HttpResponse:
    """Show the four letters of this round, which version is sent, and what waits."""
    this_round = rounds.current(request.now)
    found = wordings.histories(this_round.year)
    lines = [(slug, wording.NAMES[which], found[which]) for slug, which in wording.SLUGS.items()]
    is_over = request.now >= this_round.closes_at
    return render(request, "ordering/texts/index.html", {"round": this_round, "lines": lines, "is_over": is_over})


@page(action="text.write")
def show(request: StaffRequest, year: int, which: str, number: int) -> HttpResponse:
    """Show one version: how it looks, what is new in it, and who did what with it."""
    this_round, letter, history = _found(year, which)
    row = history.numbered(number)
    if row is None:
        raise Http404
    before = history.before(row)
    doers = [row.proposed_by, row.published_by, row.withdrawn_by]
    context = {
        **_frame(this_round, which, letter, _("Version %(n)s") % {"n": number}),
        "row": row,
        "history": history,
        "before": before,
        "changes": wording.changes(before.version.texts, row.version.texts) if before else (),
        "names": access.names_for(request.scope, [one for one in doers if _is_account(one)]),
        "is_own": row.proposed_by == request.actor.id,
        "may_withdraw": row.state == "waiting" or (row.state == "in_force" and bool(row.proposed_by)),
        "is_over": request.now >= this_round.closes_at,
        **_looks(letter, row.version.texts, this_round),
    }
    return render(request, "ordering/texts/show.html", context)


@page(action="text.write")
def new(request: StaffRequest, year: int, which: str) -> HttpResponse:
    """Write a new version, look at it, then propose it. `?fra=2` begins with an earlier one."""
    this_round, letter, history = _found(year, which)
    begun_with = _begun_with(request, history)
    kind, channel = letter
    initial = filled_in(begun_with.version.texts)
    form = LetterForm(request.POST if request.method == "POST" else None, channel=channel, initial=initial)
    allowed = [(f"{{{name}}}", words) for name, words in wording.MEANINGS.items() if name in ALLOWED[channel]]
    context = {
        **_frame(this_round, which, letter, _("New version")),
        "form": form,
        "allowed": allowed,
        "waiting": history.waiting,
    }
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status = 200
            proposed = {"round_year": year, "kind": kind, "channel": channel, "texts": form.texts()}
            try:
                if "propose" in request.POST:
                    return _propose(request, which, {**proposed, "version_id": form.cleaned_data["id"]})
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            before = history.in_force.version.texts
            context |= {"is_seen": True, "changes": wording.changes(before, form.texts())}
            context |= _looks(letter, form.texts(), this_round)
    return render(request, "ordering/texts/new.html", context, status=status)


@require_POST
@page(action="text.write")
@fresh()
def publish(request: StaffRequest, year: int, which: str, number: int) -> HttpResponse:
    """Let a colleague's version be what is sent from now on."""
    kind, channel = _letter(which)
    actions.publish(
        round_year=year,
        kind=kind,
        channel=channel,
        number=number,
        scope=request.scope,
        by=request.actor,
        now=request.now,
    )
    messages.success(request, _("Published. New dispatches get this text; those ordered before keep theirs."))
    return redirect("ordering:texts-show", year=year, which=which, number=number)


@require_POST
@page(action="text.write")
def withdraw(request: StaffRequest, year: int, which: str, number: int) -> HttpResponse:
    """Take back a version that waits, or the one in force."""
    kind, channel = _letter(which)
    actions.withdraw(
        round_year=year,
        kind=kind,
        channel=channel,
        number=number,
        scope=request.scope,
        by=request.actor,
        now=request.now,
    )
    messages.success(request, _("Taken back. Dispatches that were ordered with this text keep it."))
    return redirect("ordering:texts-show", year=year, which=which, number=number)


def _propose(request: StaffRequest, which: str, proposed: dict[str, Any]) -> HttpResponse:
    stored = actions.propose(**proposed, scope=request.scope, by=request.actor, now=request.now)
    messages.success(request, _("Proposed. Somebody else in the Directorate reads it and publishes it."))
    return redirect("ordering:texts-show", year=proposed["round_year"], which=which, number=stored.number)


def _found(year: int, which: str) -> tuple[RoundFacts, Which, History]:
    letter, this_round = _letter(which), rounds.get(year)
    return this_round, letter, wordings.histories(year)[letter]


def _is_account(doer: str) -> bool:
    """Return whether somebody with an account did it; the system has a name instead of an id."""
    try:
        UUID(doer)
    except ValueError:
        return False
    return True


def _letter(which: str) -> Which:
    if which not in wording.SLUGS:
        raise Http404
    return wording.SLUGS[which]


def _begun_with(request: StaffRequest, history: History) -> VersionRow:
    wanted = request.GET.get("fra", "")
    earlier = history.numbered(int(wanted)) if wanted.isascii() and wanted.isdigit() and len(wanted) < 5 else None  # noqa: PLR2004  no number of a version is that long
    return earlier or history.in_force


def _looks(letter: Which, texts: Texts, this_round: RoundFacts) -> dict[str, Any]:
    if letter[1] == "sms":
        longest = {form: wordings.longest(text.body) for form, text in texts.items()}
        return {"phones": wording.phones(texts, last_day=this_round.closes_on), "longest": longest}
    return {"letters": wording.mails(texts, last_day=this_round.closes_on)}


def _frame(this_round: RoundFacts, which: str, letter: Which, here: str) -> dict[str, Any]:
    crumbs = (
        (_("The round"), reverse("ordering:home")),
        (_("Letters and SMS"), reverse("ordering:texts")),
        (wording.NAMES[letter], ""),
        (here, ""),
    )
    return {"round": this_round, "which": which, "name": wording.NAMES[letter], "crumbs": crumbs}
