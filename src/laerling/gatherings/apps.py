"""The gatherings station as Django sees it."""

from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    """Plans, seats, slips and the room."""

    name = "laerling.gatherings"
    label = "gatherings"
