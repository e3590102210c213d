"""The season station as Django sees it."""

from django.apps import AppConfig


class SeasonConfig(AppConfig):
    """The year's clockwork."""

    name = "laerling.season"
    label = "season"
