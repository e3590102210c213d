"""The register station as Django sees it."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Register extracts, contracts and what is wrong with them."""

    name = "laerling.register"
    label = "register"
