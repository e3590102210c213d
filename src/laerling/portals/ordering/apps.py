"""The ordering portal as Django sees it."""

from django.apps import AppConfig


class OrderingConfig(AppConfig):
    """Follow a round, check the list, send, see how many answer."""

    name = "laerling.portals.ordering"
    label = "ordering"
