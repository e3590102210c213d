"""The shell as Django sees it."""

from django.apps import AppConfig
from django_cotton.nested_tag_support import enable_nested_tag_support


class ShellConfig(AppConfig):
    """Templates, parts and static files that every portal shares."""

    name = "laerling.portals.shell"
    label = "shell"

    def ready(self) -> None:
        """Let parts take translated texts: `<c-card heading="{% translate '…' %}">`."""
        enable_nested_tag_support()
