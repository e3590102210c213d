"""The rounds station as Django sees it."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """A survey year: its dates, quotas, thresholds and legal texts."""

    name = "laerling.rounds"
    label = "rounds"
