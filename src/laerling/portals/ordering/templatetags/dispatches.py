"""What a dispatch is called."""

from django import template

from laerling.invitations.types import DispatchRow
from laerling.portals.ordering import words

register = template.Library()


@register.filter
def called(dispatch: DispatchRow) -> str:
    """Return what a dispatch is called: "Reminder by SMS"."""
    return words.called(dispatch.kind, dispatch.channel)
