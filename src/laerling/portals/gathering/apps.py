"""The gatherings' pages as Django sees them."""

from django.apps import AppConfig


class GatheringPagesConfig(AppConfig):
    """Pages for those who gather apprentices."""

    name = "laerling.portals.gathering"
    label = "gathering_pages"
