"""Tasks in words, for templates."""

from django import template

from laerling.access.types import Role
from laerling.portals.accounts import words

register = template.Library()


@register.filter
def task(role: Role) -> str:
    """Return what a task is called."""
    return words.tasks([role])
