"""What comes between the password and being signed in."""

from typing import Any

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from laerling.portals.shell import sessions


class SecondFactorStage(AuthenticateStage):
    """Asks for a second factor, unless the person came through a door that has asked already."""

    def is_resumable(self, request: HttpRequest) -> bool:  # noqa: ARG002  django-allauth gives it
        """Let nobody find another's half-finished sign-in: the sign-in page always begins anew."""
        return False

    def _should_handle(self, request: Any) -> bool:
        return not sessions.was_strong(request, self.login.user) and bool(super()._should_handle(request))
