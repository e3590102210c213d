"""Where django-allauth asks us: accounts, second factors, and others' doors."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laerling.access import actions as access
from laerling.access.models import Account
from laerling.kernel import clock
from laerling.portals.signin import browsers, matching
from laerling.portals.signin.ciphers import cipher

logger = logging.getLogger(__name__)

_NO_FIT = gettext_lazy("The address and the password do not fit together. Check both and try again.")
_WRONG_CODE = gettext_lazy("The code does not fit. Codes change every half minute: write the one you see now.")


class Accounts(DefaultAccountAdapter):
    """Password sign-in: slow for guessers, silent about who exists, and never a new account."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _NO_FIT,
        "too_many_login_attempts": gettext_lazy("That was wrong several times. Wait five minutes, then try again."),
    }

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        """Return whose address and password these are, or None: unknown, wrong, closed and too soon are all the same."""
        now = clock.now()
        attempt = browsers.attempt(request, credentials["email"])
        if not access.attempts.begin(attempt, now=now):
            # As long as looking at the password would take.
            make_password(credentials["password"])
            return None
        account = authenticate(request, **credentials)
        if not isinstance(account, Account):
            access.attempts.record_failure(attempt, how="password", now=now)
            return None
        access.attempts.succeeded(attempt)
        return account

    def get_login_stages(self) -> list[str]:
        """Return what comes after the password: a second factor, where there is one."""
        return ["laerling.portals.signin.stages.SecondFactorStage"]

    def pre_login(self, request: HttpRequest, user: Any, **_given: Any) -> HttpResponse | None:
        """Turn away whoever's account is closed, with the sentence for a wrong password."""
        if user.may_sign_in(clock.today()):
            return None
        clear_login(request)
        messages.error(request, _NO_FIT)
        return redirect("signin:sign-in")

    def post_login(self, request: HttpRequest, user: Any, **given: Any) -> HttpResponse:
        """Write the sign-in down, know the browser again, and show a half-filled form or the page asked for."""
        response = super().post_login(request, user, **given)
        how = [record.get("type") or record["method"] for record in get_authentication_records(request, user)]
        access.attempts.record_sign_in(account=user, how=how, now=clock.now())
        browsers.remember(request, response, user.email or "")
        return response

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  django-allauth gives it
        """Return False: people are invited."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Return whether an address is a page of this very site."""
        request = context.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())

    def add_message(
        self, request: HttpRequest, level: int, *_templates: Any, message: str | None = None, **_given: Any
    ) -> None:
        """Pass on sentences of our own; the library's receipts are left out, since our views give theirs."""
        if message:
            messages.add_message(request, level, message)


class SecondFactors(DefaultMFAAdapter):
    """Codes and passkeys, kept so that a dump of the database shows nobody's secret."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": _WRONG_CODE}

    def encrypt(self, text: str) -> str:
        """Encrypt a secret under the home's key."""
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Undo `encrypt`."""
        return cipher().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002, ARG002  django-allauth's own names
        """Return what a passkey is called until its owner says."""
        return _("Passkey")


class Doors(DefaultSocialAccountAdapter):
    """Others' sign-ins lead to people who have been invited, and to nobody else."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find whose account it is, or say that there is none. Nobody is made here."""
        matching.match(request, sociallogin)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, **_more: Any
    ) -> None:
        """Show one page for all that can go wrong on the way: a stranger is not told what it was, the log is."""
        # These sentences are ours or the library's and hold nothing personal; others may repeat what a door said.
        what = str(exception) if isinstance(exception, OAuth2Error) else type(exception).__name__
        logger.warning("sign-in through %s failed: %s, %s", provider.sub_id, error, what)
        page = render(request, "signin/door_failed.html", {"door": provider.name}, status=400)
        raise ImmediateHttpResponse(page)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002  django-allauth gives it
        """Return False: people are invited."""
        return False
