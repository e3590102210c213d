"""The urn's portal as Django sees it."""

from django.apps import AppConfig


class UrnConfig(AppConfig):
    """The ceremony's page, its protocol, and what everybody may see of the close."""

    name = "laerling.portals.urn"
    label = "urn_pages"
