"""The reporting portal as Django sees it."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Results of the surveys for directorate, counties and training offices."""

    name = "laerling.portals.reporting"
    label = "reporting"
