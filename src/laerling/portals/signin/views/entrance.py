"""In and out: password, code, passkey, an office's letter; out again; and staying."""

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from laerling.access import actions as access
from laerling.kernel import clock
from laerling.portals.shell import sessions, units
from laerling.portals.shell.routes import declare, open_page
from laerling.portals.shell.staff import StaffRequest, signed_in
from laerling.portals.signin import browsers
from laerling.portals.signin.factors import has_name, kinds_of
from laerling.portals.signin.forms.entrance import OfficeForm, SignInForm


class SignIn(LoginView):
    """django-allauth's sign-in, in our clothes: new session key, hashing and timing are its business, not ours."""

    template_name = "signin/sign_in.html"
    form_class = SignInForm

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again with what is wrong; nobody is signed in."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the other doors, and whether the address has a name: browsers tie passkeys to names."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"doors": tuple(settings.DOORS.values()), "passkeys": has_name(self.request)}


class Code(AuthenticateView):
    """The second factor, after the password."""

    template_name = "signin/code.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the page again with what is wrong."""
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which kinds the person has."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        kinds = kinds_of(self.stage.login.user)
        return context | {"has_app": "totp" in kinds, "passkeys": "webauthn" in kinds and has_name(self.request)}


class Passkey(LoginWebAuthnView):
    """Signing in with a passkey alone: it is two factors in one."""

    template_name = "signin/sign_in.html"


sign_in = declare(SignIn.as_view(), "open", "this is where one gets in")
code = declare(Code.as_view(), "open", "asks for the second factor of whoever has just given a right password")
passkey = declare(Passkey.as_view(), "open", "this is where one gets in with a passkey")


@open_page(why="this is where a training office gets in with the county's letter (M12)")
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password")
def office(request: HttpRequest) -> HttpResponse:
    """Take a one-time password from a letter. It is spent when it fits, and its office is all that can be seen."""
    if request.user.is_authenticated:
        return redirect("/")
    form = OfficeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        given = form.cleaned_data
        attempt = browsers.attempt(request, given["user_name"])
        may_try = access.attempts.begin(attempt, now=now)
        account = access.use(user_name=given["user_name"], password=given["password"], now=now) if may_try else None
        if account is not None:
            access.attempts.succeeded(attempt)
            record_authentication(request, account, "office_letter")
            perform_login(request, Login(user=account, email=None))
            return redirect("signin:personal")
        access.attempts.record_failure(attempt, how="office_letter", now=now)
        form.add_error(None, _("The user name and the password do not fit together, or the password has been used."))
    return render(request, "signin/office.html", {"form": form}, status=422 if form.is_bound else 200)


@open_page(why="whoever is signed in may always leave; for others nothing happens")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and say so."""
    logout(request)
    return redirect("signin:signed-out")


@open_page(why="says that one is signed out")
def signed_out(request: HttpRequest) -> HttpResponse:
    """Tell that the session has ended; on a shared computer that matters."""
    return render(request, "signin/signed_out.html")


@open_page(why="tells how long one's own session still lasts, and lets it go on")
@require_http_methods(["GET", "POST"])
def session(request: HttpRequest) -> HttpResponse:
    """Answer the seconds left; a POST says that somebody is still sitting there."""
    if request.method == "POST" and request.user.is_authenticated:
        sessions.stay(request)
    left = sessions.seconds_left(request) if request.user.is_authenticated else 0
    return JsonResponse({"left": left})


@signed_in
@require_http_methods(["GET", "POST"])
def go_on(request: StaffRequest) -> HttpResponse:
    """Show the form that was sent while one was signed out, to be sent now or thrown away."""
    if request.method == "POST":
        sessions.drop_form(request)
        return redirect("/")
    kept = sessions.kept_form(request)
    if kept is None:
        return redirect("/")
    units.choose(request, kept.unit, on=clock.in_oslo(request.now).date())
    return render(request, "signin/go_on.html", {"kept": kept})
