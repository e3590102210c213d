"""The sign-in portal as Django sees it."""

from django.apps import AppConfig


class SigninConfig(AppConfig):
    """Signing in and out, one's own account, and offices' one-time sign-ins."""

    name = "laerling.portals.signin"
    label = "signin"

    def ready(self) -> None:
        """Listen to changes of second factors."""
        from laerling.portals.signin import signals  # noqa: PLC0415  needs the models to be there

        signals.connect()
