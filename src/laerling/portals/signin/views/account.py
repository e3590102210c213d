"""One's own account: password, address, second factor, and what to do before anything else."""

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from laerling.access import actions as access
from laerling.access import queries
from laerling.access.rules import needs_second_factor
from laerling.kernel import clock
from laerling.portals.shell import sessions, units
from laerling.portals.shell.fresh import fresh
from laerling.portals.shell.staff import StaffRequest, half_signed_in, signed_in
from laerling.portals.signin import factors
from laerling.portals.signin.forms.account import NewEmailForm, NewPasswordForm, PersonalForm


@signed_in
@require_GET
def account(request: StaffRequest) -> HttpResponse:
    """Show one's account: how one signs in, what protects it, and how a colleague gets an own one."""
    if not request.user.is_personal:
        return redirect("signin:personal")
    kinds = factors.kinds_of(request.user)
    connected = set(SocialAccount.objects.filter(user_id=request.user.pk).values_list("provider", flat=True))
    context = {
        "factors": factors.of(request.user),
        "has_app": "totp" in kinds,
        "has_codes": "recovery_codes" in kinds,
        "must_have": must_have_factor(request),
        "doors": [(door, door.id in connected) for door in settings.DOORS.values()],
        "passkeys": factors.has_name(request),
        "scopes": units.scopes(request, on=clock.in_oslo(request.now).date()),
    }
    return render(request, "signin/account.html", context)


@half_signed_in
@require_GET
def begin(request: StaffRequest) -> HttpResponse:
    """Lead somebody whose role asks for a second factor to set one up, before anything else."""
    following = _following(request)
    if sessions.is_strong(request) or not must_have_factor(request):
        return redirect(following)
    request.session["after_factor"] = following
    context = {"has_factor": bool(factors.of(request.user)), "passkeys": factors.has_name(request)}
    return render(request, "signin/begin.html", context)


@signed_in
@fresh()
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password", "again")
def password(request: StaffRequest) -> HttpResponse:
    """Change the password. Every other session ends; this one goes on."""
    form = NewPasswordForm(request.POST if request.method == "POST" else None, account=request.user)
    if request.method == "POST" and form.is_valid():
        access.change_password(
            account=request.user, password=form.cleaned_data["password"], by=request.actor, now=request.now
        )
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Your password is changed. You are signed out everywhere else."))
        return redirect("signin:account")
    return render(request, "signin/password.html", {"form": form}, status=422 if form.is_bound else 200)


@signed_in
@fresh()
@require_http_methods(["GET", "POST"])
def email(request: StaffRequest) -> HttpResponse:
    """Ask for another address. Nothing changes before somebody has opened the link that is sent to it."""
    form = NewEmailForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["email"]
        access.ask_for_new_email(account=request.user, email=wanted, by=request.actor, now=request.now)
        messages.success(
            request,
            _("We have sent a link to the new address. Open it within an hour. Until then you sign in as before."),
        )
        return redirect("signin:account")
    return render(request, "signin/email.html", {"form": form}, status=422 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def personal(request: StaffRequest) -> HttpResponse:
    """Offer whoever came with an office's letter an account of their own (M12)."""
    office = queries.one_time_office(request.user)
    if not office:
        raise Http404
    form = PersonalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        access.become_personal(
            account=request.user, email=given["email"], name=given["name"], by=request.actor, now=request.now
        )
        messages.success(request, _("We have sent you a link. Open it within seven days, and the account is yours."))
        return redirect("signin:personal")
    context = {"form": form, "office": office}
    return render(request, "signin/personal.html", context, status=422 if form.is_bound else 200)


def must_have_factor(request: StaffRequest) -> bool:
    """Return whether one of the person's units asks for a second factor."""
    scopes = units.scopes(request, on=clock.in_oslo(request.now).date())
    return needs_second_factor(scope.unit_kind for scope in scopes)


def _following(request: StaffRequest) -> str:
    wanted = request.GET.get("next", "/")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"
