"""The invitations station as Django sees it."""

from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    """Links, dispatches, quotas and reminders."""

    name = "laerling.invitations"
    label = "invitations"
