"""The audit station as Django sees it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """What was done, by whom and when."""

    name = "laerling.audit"
    label = "audit"
