"""Showing once more who one is, before what cannot be undone: sending, exporting, opening, giving access.

The page that asks is answered where the form was sent, and carries all of it along: nothing that was filled in is lost,
nothing is kept on the server, and no script is needed. Wrong five times, and the session is over.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as passkeys
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_htmx.http import HttpResponseClientRefresh

from laerling.portals.shell import sessions, units
from laerling.portals.shell.codes import is_first_use
from laerling.portals.shell.forms import Form
from laerling.portals.shell.staff import StaffRequest, View

P = ParamSpec("P")
When = Callable[[StaffRequest], bool]

_PREFIX = "again"
_METHOD = f"{_PREFIX}-method"
_TRIES = "again_tries"
_TRIES_AT_MOST = 5


class AgainForm(Form):
    """The password, or a code, or a passkey: any one of them will do."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=gettext_lazy("Or a code from your app"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    credential = forms.JSONField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, request: StaffRequest, **kwargs: Any) -> None:
        """Show the fields that the person can answer."""
        super().__init__(*args, prefix=_PREFIX, **kwargs)
        self.request = request
        kinds = set(Authenticator.objects.filter(user_id=request.user.pk).values_list("type", flat=True))
        if not request.user.has_usable_password():
            del self.fields["password"]
            self.fields["code"].label = gettext_lazy("A code from your app")
        if "totp" not in kinds:
            del self.fields["code"]
        self.has_passkey = "webauthn" in kinds
        if not self.has_passkey:
            del self.fields["credential"]

    @property
    def asks_something(self) -> bool:
        """Whether there is anything here that the person could answer with."""
        return bool(self.fields)

    def clean(self) -> dict[str, Any]:
        """Check the one that is filled in. Wrong and empty get the same sentence."""
        given = super().clean() or self.cleaned_data
        method = _shown(self.request, given)
        if method is None:
            raise ValidationError(_("That did not fit. Check it and try again."))
        record_authentication(self.request, self.request.user, reauthenticated=True, **method)
        return given


def fresh(*, when: When | None = None, back: str = "") -> Callable[[View[P]], View[P]]:
    """Let a view be used only by who has shown within ten minutes who they are; others are asked, and nothing is lost.

    Stands below `page`. With `when` it asks only for those requests, such as the step that sends. Without, it asks for
    the page too, so that a form with a file in it is not sent in vain. `back` names the page with the form, where that
    is another: a file cannot be carried along, and is chosen again there.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def inner(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if _METHOD in request.POST:
                answered = _answer(request, back)
                if answered is not None:
                    return answered
            elif (when is None or when(request)) and not sessions.is_fresh(request):
                return _ask(request)
            return view(request, *args, **kwargs)

        return inner

    return decorate


def _ask(request: StaffRequest, form: AgainForm | None = None) -> HttpResponse:
    if request.htmx:
        return HttpResponseClientRefresh()
    if not request.user.is_personal:
        return render(request, "shell/own_account.html", status=403)
    form = form or AgainForm(request=request)
    if not form.asks_something:
        return _sign_in_anew(request)
    carried = [(name, value) for name, values in request.POST.lists() for value in values if _is_carried(name)]
    context = {
        "form": form,
        "method_name": _METHOD,
        "method": request.POST.get(_METHOD, request.method),
        "carried": carried,
        "lost_file": bool(request.FILES),
        "js_data": {"request_options": passkeys.begin_authentication(request.user)} if form.has_passkey else None,
    }
    return render(request, "shell/again.html", context, status=422 if form.is_bound else 403)


def _answer(request: StaffRequest, back: str) -> HttpResponseBase | None:
    """Return the page to show instead of what was asked for, or None where the person has shown who they are."""
    method = request.POST[_METHOD]
    if not sessions.is_fresh(request):
        form = AgainForm(request.POST, request=request)
        if not request.user.is_personal or not form.is_valid():
            return _once_more(request, form)
        request.session.pop(_TRIES, None)
        # Whoever shows who they are gets a session that nobody else can have known.
        request.session.cycle_key()
    if method != "POST":
        return redirect(back or request.get_full_path())
    kept = request.POST.copy()
    for name in [name for name in kept if not _is_carried(name)]:
        del kept[name]
    request.POST = kept  # type: ignore[assignment]  # Django's own stubs want the frozen kind
    return None


def _once_more(request: StaffRequest, form: AgainForm) -> HttpResponse:
    tries = request.session.get(_TRIES, 0) + 1
    request.session[_TRIES] = tries
    if tries < _TRIES_AT_MOST:
        return _ask(request, form)
    logout(request)
    messages.warning(request, _("That was wrong five times, so you are signed out."))
    return redirect("signin:sign-in")


def _sign_in_anew(request: StaffRequest) -> HttpResponse:
    """Send whoever has nothing to answer with here, such as people of another's sign-in, the long way round."""
    account, unit = str(request.user.pk), request.session.get(units.SESSION_KEY, "")
    logout(request)
    kept = sessions.keep_form(request, account_id=account, unit=unit)
    messages.info(request, _("Sign in once more to go on. It is more than ten minutes ago."))
    return redirect_to_login(reverse("signin:go-on") if kept else request.get_full_path())


def _shown(request: StaffRequest, given: dict[str, Any]) -> dict[str, Any] | None:
    """Return how the person showed who they are, as the record of the session has it; None where they did not."""
    if given.get("password") and request.user.check_password(given["password"]):
        return {"method": "password"}
    if given.get("code"):
        app = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).first()
        fits = app is not None and app.wrap().validate_code(given["code"])
        return {"method": "mfa", "type": "totp"} if fits and is_first_use(request.user.pk, given["code"]) else None
    if given.get("credential"):
        try:
            passkeys.parse_authentication_response(given["credential"])
            passkeys.complete_authentication(request.user, given["credential"])
        except ValidationError:
            return None
        return {"method": "mfa", "type": "webauthn"}
    return None


def _is_carried(name: str) -> bool:
    return not name.startswith((f"{_PREFIX}-", "csrf"))
