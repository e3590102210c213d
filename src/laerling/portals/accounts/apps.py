"""The accounts portal as Django sees it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who has access."""

    name = "laerling.portals.accounts"
    label = "accounts"
