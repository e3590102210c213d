"""The kernel as Django sees it."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Holds the clock's row and SQL function."""

    name = "laerling.kernel"
    label = "kernel"
