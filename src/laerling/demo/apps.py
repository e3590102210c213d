"""The demo as Django sees it."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """An invented Norway, its mail sink and its inbox."""

    name = "laerling.demo"
    label = "demo"
