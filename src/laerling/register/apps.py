"""The register station as Django sees it."""

from django.apps import AppConfig
from django.conf import settings

from laerling.register import layouts


class RegisterConfig(AppConfig):
    """Register extracts, contracts and what is wrong with them."""

    name = "laerling.register"
    label = "register"

    def ready(self) -> None:
        """Read the column maps, so that a broken one is known at start. Raises BrokenMap, in one sentence."""
        layouts.use(settings.LAYOUTS)
