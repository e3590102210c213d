"""The outbox station as Django sees it."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Messages and what became of them."""

    name = "laerling.outbox"
    label = "outbox"
