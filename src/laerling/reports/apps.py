"""The reports station as Django sees it."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Tables, comparisons, charts and files from released cells."""

    name = "laerling.reports"
    label = "reports"
