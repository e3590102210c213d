"""The counties' areas as Django sees them."""

from django.apps import AppConfig


class SftpConfig(AppConfig):
    """Lists and findings to fetch, receipts to hand in, over SFTP."""

    name = "laerling.portals.sftp"
    label = "sftp"
