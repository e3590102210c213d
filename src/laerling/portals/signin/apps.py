"""The sign-in portal as Django sees it."""

from django.apps import AppConfig


class SigninConfig(AppConfig):
    """Sign-in and sign-out pages."""

    name = "laerling.portals.signin"
    label = "signin"
