"""Second factors: an app that counts codes, passkeys, recovery codes."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.recovery_codes.internal import flows as recovery
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.internal import auth as passkeys
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laerling.portals.shell.fresh import fresh
from laerling.portals.shell.staff import StaffRequest, half_signed_in, signed_in
from laerling.portals.signin import factors
from laerling.portals.signin.views.account import must_have_factor


class NewApp(ActivateTOTPView):
    """An app that counts codes: the secret as a picture and in letters, and a first code to see that it works."""

    template_name = "signin/new_app.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Remember that this session has shown the new factor."""
        response: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="totp")
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the page again with what is wrong; the secret stays the same."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class NewPasskey(AddWebAuthnView):
    """A passkey: made by the browser, so this page needs its script."""

    template_name = "signin/new_passkey.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Remember that this session has shown the new factor."""
        response: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="webauthn")
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask the browser for a key that can be used without a password."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"js_data": {"creation_options": passkeys.begin_registration(self.request.user, True)}}  # noqa: FBT003  django-allauth's own order

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the page again with what is wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


_new_app, _new_passkey = NewApp.as_view(), NewPasskey.as_view()


@half_signed_in
@fresh()
def new_app(request: StaffRequest) -> HttpResponseBase:
    """Set up an app. Who has one already takes it away first: two are one too many to keep track of."""
    if "totp" in factors.kinds_of(request.user):
        return redirect("signin:account")
    return _new_app(request)


@half_signed_in
@fresh()
def new_passkey(request: StaffRequest) -> HttpResponseBase:
    """Set up a passkey."""
    return _new_passkey(request)


@signed_in
@fresh()
@require_http_methods(["GET", "POST"])
def codes(request: StaffRequest) -> HttpResponse:
    """Show the recovery codes that are left; a POST makes new ones, and the old no longer work."""
    if not factors.of(request.user):
        raise Http404
    if request.method == "POST":
        recovery.generate_recovery_codes(request)
        messages.success(request, _("You have new recovery codes. The old ones no longer work."))
        return redirect("mfa_view_recovery_codes")
    found, _can_view = recovery.view_recovery_codes(request)
    context = {
        "codes": found.get_unused_codes() if found else (),
        "following": request.session.get("after_factor", "/"),
    }
    return render(request, "signin/codes.html", context)


@signed_in
@fresh()
@require_http_methods(["GET", "POST"])
def remove(request: StaffRequest, factor_id: int) -> HttpResponse:
    """Take an app or a passkey away. Where the role asks for a second factor the last one stays."""
    mine = factors.of(request.user)
    found = next((one for one in mine if one.pk == factor_id), None)
    if found is None:
        raise Http404
    is_last_needed = len(mine) == 1 and must_have_factor(request)
    if request.method == "POST" and not is_last_needed:
        factors.remove(request, found)
        messages.success(request, _("It is taken away. You are signed out everywhere else."))
        return redirect("signin:account")
    status = 409 if request.method == "POST" else 200
    return render(request, "signin/remove.html", {"factor": found, "is_last_needed": is_last_needed}, status=status)
