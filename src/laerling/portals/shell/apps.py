"""The shell as Django sees it."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django_cotton.nested_tag_support import enable_nested_tag_support


class ShellConfig(AppConfig):
    """Templates, parts and static files that every portal shares."""

    name = "laerling.portals.shell"
    label = "shell"

    def ready(self) -> None:
        """Let parts take translated texts, `<c-card heading="{% translate '…' %}">`, and sessions begin."""
        enable_nested_tag_support()
        user_logged_in.connect(_begin_session, dispatch_uid="laerling.shell.session")


def _begin_session(request: HttpRequest | None, **_given: object) -> None:
    """Let a session's time begin with whoever signs in, by whatever way."""
    from laerling.portals.shell import sessions  # noqa: PLC0415  needs the models to be there

    if request is not None:
        sessions.begin(request)
