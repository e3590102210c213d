"""The responses station as Django sees it."""

from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    """Drafts, the sealed urn, mixing and opening."""

    name = "laerling.responses"
    label = "responses"
