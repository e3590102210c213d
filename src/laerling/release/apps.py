"""The release station as Django sees it."""

from django.apps import AppConfig


class ReleaseConfig(AppConfig):
    """One protected, frozen release per round."""

    name = "laerling.release"
    label = "release"
