"""The access station as Django sees it."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """People, roles and grants."""

    name = "laerling.access"
    label = "access"
