"""A county's area for files: how to get in, what was fetched and handed in; and all of them, for the Directorate."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from laerling.access import actions
from laerling.access import queries as access
from laerling.portals.ordering import areas
from laerling.portals.ordering.forms.area import KeyForm
from laerling.portals.shell.fresh import fresh
from laerling.portals.shell.staff import StaffRequest, page
from laerling.register.receipts import queries as kept
from laerling.register.receipts.queries import ReceiptRow
from laerling.rounds import queries as rounds

PAGE_SIZE = 50


@page(action="area.read")
def area(request: StaffRequest) -> HttpResponse:
    """Show the county its own area; show the Directorate all of them, with every receipt."""
    if not request.scope.is_national:
        return _own(request, KeyForm())
    this_round = rounds.current(request.now)
    found = _receipts(request, this_round.year)
    context = {
        "round": this_round,
        "lines": areas.side_by_side(this_round.year, request.now),
        "page": found,
        "receipts": areas.receipt_lines(found),
        "crumbs": _crumbs(),
    }
    return render(request, "ordering/area/all.html", context)


@require_POST
@page(action="area.manage")
@fresh()
def make_password(request: StaffRequest) -> HttpResponse:
    """Make a password and show it: on this page, once, and nowhere else ever."""
    written_form = "nn" if (get_language() or "").startswith("nn") else "nb"
    password = actions.make_area_password(
        scope=request.scope, written_form=written_form, by=request.actor, now=request.now
    )
    return _own(request, KeyForm(), password=password)


@require_POST
@page(action="area.manage")
def take_password(request: StaffRequest) -> HttpResponse:
    """Take the password away."""
    actions.take_area_password(scope=request.scope, by=request.actor, now=request.now)
    messages.success(request, _("The password no longer works. Sessions that used it have ended."))
    return redirect("ordering:area")


@require_POST
@page(action="area.manage")
@fresh()
def add_key(request: StaffRequest) -> HttpResponse:
    """Let a public key in, or say at the field why not."""
    form = KeyForm(request.POST)
    if form.is_valid():
        try:
            actions.add_area_key(scope=request.scope, by=request.actor, now=request.now, **form.cleaned_data)
        except (actions.UnusableKey, actions.TooManyKeys) as refusal:
            form.add_error("public", str(refusal))
            return _own(request, form, status=refusal.status)
        messages.success(request, _("The key is let in."))
        return redirect("ordering:area")
    return _own(request, form, status=422)


@require_POST
@page(action="area.manage")
def remove_key(request: StaffRequest, key_id: UUID) -> HttpResponse:
    """Let a key in no more."""
    actions.remove_area_key(scope=request.scope, key_id=key_id, by=request.actor, now=request.now)
    messages.success(
        request,
        format_html(
            '{} <a class="ds-link" href="#removed-keys">{}</a>', _("The key is removed."), _("It can be put back.")
        ),
    )
    return redirect("ordering:area")


@require_POST
@page(action="area.manage")
@fresh()
def put_back_key(request: StaffRequest, key_id: UUID) -> HttpResponse:
    """Let a removed key in again."""
    actions.put_back_area_key(scope=request.scope, key_id=key_id, by=request.actor, now=request.now)
    messages.success(request, _("The key is let in again."))
    return redirect("ordering:area")


@require_POST
@page(action="area.manage")
def close(request: StaffRequest) -> HttpResponse:
    """Let nobody in any more."""
    actions.close_area(scope=request.scope, by=request.actor, now=request.now)
    messages.success(request, _("The area is closed. Nobody gets in, and open sessions have ended."))
    return redirect("ordering:area")


@require_POST
@page(action="area.manage")
@fresh()
def open_again(request: StaffRequest) -> HttpResponse:
    """Let the keys in again."""
    actions.open_area(scope=request.scope, by=request.actor, now=request.now)
    messages.success(request, _("The area is open. Keys work again; make a new password if you need one."))
    return redirect("ordering:area")


@page(action="area.read", limit="export")
@fresh()
def receipt(request: StaffRequest, receipt_id: UUID) -> HttpResponse:
    """Hand out a receipt, always to be saved: whatever it is, no browser opens it in our name."""
    found = kept.receipt(request.scope, receipt_id)
    if found is None:
        raise Http404
    row, content = found
    response = HttpResponse(content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = str(content_disposition_header(as_attachment=True, filename=row.name))
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _own(request: StaffRequest, form: KeyForm, *, password: str = "", status: int = 200) -> HttpResponse:
    this_round = rounds.current(request.now)
    receipts = _receipts(request, this_round.year)
    context = {
        "round": this_round,
        "takes_receipts": request.now < this_round.corrections_due_at,
        "area": access.area(request.scope.unit_code),
        "server": areas.server(),
        "password": password,
        "form": form,
        "lately": areas.lately(request.scope),
        "page": receipts,
        "receipts": areas.receipt_lines(receipts),
        "crumbs": _crumbs(),
    }
    return render(request, "ordering/area/index.html", context, status=status)


def _receipts(request: StaffRequest, year: int) -> "Page[ReceiptRow]":
    return Paginator(kept.receipts(request.scope, year), PAGE_SIZE).get_page(request.GET.get("page"))


def _crumbs() -> tuple[tuple[str, str], ...]:
    return ((_("The round"), reverse("ordering:home")), (_("The area for files"), ""))
