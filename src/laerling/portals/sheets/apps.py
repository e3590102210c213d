"""The sheets portal as Django sees it."""

from django.apps import AppConfig


class SheetsConfig(AppConfig):
    """Information sheets, open to all."""

    name = "laerling.portals.sheets"
    label = "sheets"
