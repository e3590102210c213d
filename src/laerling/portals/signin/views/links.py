"""Links from letters: asking for one, and following it. Opening a link changes nothing; a button behind it does."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from laerling.access import actions as access
from laerling.access import queries
from laerling.access.models import Account
from laerling.access.queries import LinkFacts
from laerling.kernel import clock
from laerling.portals.shell.routes import open_page
from laerling.portals.signin import browsers
from laerling.portals.signin.forms.account import FirstPasswordForm, NewPasswordForm
from laerling.portals.signin.forms.entrance import ForgottenForm

_TOKEN = "link_token"  # noqa: S105  the name it has in the session


@open_page(why="who has forgotten their password cannot sign in")
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link to a new password. The answer, and the time it takes, is the same whoever asks."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        # One network asks for so many letters and no more; whoever is over gets the same page.
        if access.attempts.begin(browsers.asking(request), now=now):
            access.ask_for_reset(email=form.cleaned_data["email"], now=now)
        return redirect("signin:forgotten-sent")
    return render(request, "signin/forgotten.html", {"form": form}, status=422 if form.is_bound else 200)


@open_page(why="says that a link has been sent, if the address is known")
@require_GET
def forgotten_sent(request: HttpRequest) -> HttpResponse:
    """Say what happens now, to everybody alike."""
    return render(request, "signin/forgotten_sent.html")


@open_page(why="whoever holds a link from a letter may open it; mail scanners do, too, and change nothing")
@require_GET
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Lay the token aside and go on to an address without it, which no other page and no log can give away."""
    request.session[_TOKEN] = token
    return redirect("signin:link")


@open_page(why="whoever has followed a link from a letter may use it, once")
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password", "again")
def link(request: HttpRequest) -> HttpResponse:
    """Show what a link is for, and do it when the button is pressed."""
    token = request.session.get(_TOKEN, "")
    facts = queries.link(token, now=clock.now())
    if facts is None:
        return render(request, "signin/link_spent.html", status=410)
    if facts.kind == "new_email":
        return _new_email(request, token, facts)
    if facts.kind == "personal" and facts.has_password:
        return _accept(request, token, facts)
    return _password(request, token, facts)


def _password(request: HttpRequest, token: str, facts: LinkFacts) -> HttpResponse:
    """Let the person choose a password; a new person says what they are called, too."""
    is_new = not facts.has_password
    form_class = FirstPasswordForm if is_new else NewPasswordForm
    account = Account(email=facts.email, name=facts.name)
    form = form_class(request.POST if request.method == "POST" else None, account=account, initial={"name": facts.name})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        access.set_password_by_link(
            token=token, password=given["password"], name=given.get("name", ""), now=clock.now()
        )
        return _done(request, facts, _("Your password is set. Sign in with it."))
    context = {"form": form, "link": facts, "is_new": is_new}
    return render(request, "signin/link_password.html", context, status=422 if form.is_bound else 200)


def _accept(request: HttpRequest, token: str, facts: LinkFacts) -> HttpResponse:
    if request.method == "POST":
        access.accept_by_link(token=token, now=clock.now())
        return _done(request, facts, _("You have access to the office. Sign in with your own account."))
    return render(request, "signin/link_accept.html", {"link": facts})


def _new_email(request: HttpRequest, token: str, facts: LinkFacts) -> HttpResponse:
    if request.method == "POST":
        access.confirm_new_email(token=token, now=clock.now())
        return _done(request, facts, _("Your new e-mail address is your user name from now on. Sign in with it."))
    return render(request, "signin/link_email.html", {"link": facts})


def _done(request: HttpRequest, facts: LinkFacts, sentence: str) -> HttpResponse:
    """Begin anew, signed out, in a browser that is known from now on: it has shown that the mailbox is theirs."""
    request.session.flush()
    messages.success(request, sentence)
    response = redirect("signin:sign-in")
    browsers.remember(request, response, facts.email)
    return response
