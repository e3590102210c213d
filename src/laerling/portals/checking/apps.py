"""The checking portal as Django sees it."""

from django.apps import AppConfig


class CheckingConfig(AppConfig):
    """The county's September: faults found, mended and ticked off."""

    name = "laerling.portals.checking"
    label = "checking"
