"""The answering portal as Django sees it."""

from django.apps import AppConfig


class AnsweringConfig(AppConfig):
    """Pages for those who answer."""

    name = "laerling.portals.answering"
    label = "answering"
