"""The configuration as Django sees it: it has a command."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Settings, database, processes."""

    name = "laerling.config"
    label = "config"
