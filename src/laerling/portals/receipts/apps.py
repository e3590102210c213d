"""The call-backs as Django sees them."""

from django.apps import AppConfig


class ReceiptsConfig(AppConfig):
    """Call-backs of gateways and mail providers."""

    name = "laerling.portals.receipts"
    label = "receipts"
