"""Whose account it is when somebody comes through another's door."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from laerling.access import actions as access
from laerling.access import queries
from laerling.access.models import Account
from laerling.kernel import clock
from laerling.kernel.types import Actor


def match(request: HttpRequest, login: Any) -> None:
    """Find the account: by the subject we know, else by a verified address that an account has.

    Raises ImmediateHttpResponse with the page that says what to do where there is none, or where somebody who is
    signed in connects the door to their own account.
    """
    if login.state.get("process") == "connect":
        raise ImmediateHttpResponse(_connect(request, login))
    if not SocialAccount.objects.filter(provider=login.account.provider, uid=login.account.uid).exists():
        account = _by_address(login)
        if account is None:
            raise ImmediateHttpResponse(
                render(request, "signin/door_unknown.html", {"door": login.provider.name}, status=403)
            )
        _write_down(login, account)


def _by_address(login: Any) -> Account | None:
    """Return the open account of an address that the door vouches for, where we trust its word (M11)."""
    door = settings.DOORS[login.account.provider]
    verified = [one.email for one in login.email_addresses if one.verified]
    if not door.trusts_email or not verified:
        return None
    return queries.account_of(verified[0], on=clock.today())


def _connect(request: HttpRequest, login: Any) -> Any:
    """Let the person who asked for it, and is still the one signed in, come through this door from now on."""
    if not request.user.is_authenticated or str(request.user.pk) != login.state.get("data"):
        return redirect("signin:sign-in")
    known = SocialAccount.objects.filter(provider=login.account.provider, uid=login.account.uid).first()
    if known is not None and known.user_id != request.user.pk:
        messages.error(request, _("This sign-in belongs to another account here already."))
    elif known is None:
        _write_down(login, request.user)
        messages.success(request, _("You can sign in through %(door)s from now on.") % {"door": login.provider.name})
    return redirect("signin:account")


def _write_down(login: Any, account: Any) -> None:
    """Keep the door's subject for the account; none of what the door told about the person."""
    login.account = SocialAccount.objects.create(
        user=account, provider=login.account.provider, uid=login.account.uid, extra_data={}
    )
    login.user = account
    access.connect_door(account=account, door=login.account.provider, by=Actor.person(account.pk), now=clock.now())
