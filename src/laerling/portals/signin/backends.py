"""Who may be signed in at all: asked at the door, and again on every request."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from laerling.access.models import Account
from laerling.kernel import clock


class AccountBackend(AuthenticationBackend):
    """E-mail and password, as django-allauth checks them; an account that is closed or has run out is nobody's."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Return whether the account is open today. A session of one that is not ends with its next request."""
        return isinstance(user, Account) and user.may_sign_in(clock.today())
