"""The organisations station as Django sees it."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Counties, training offices and establishments."""

    name = "laerling.organisations"
    label = "organisations"
