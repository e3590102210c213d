"""The history portal as Django sees it."""

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    """The page of what was done, and its files."""

    name = "laerling.portals.history"
    label = "history"
