"""Texts of a questionnaire and names of people in templates."""

from collections.abc import Mapping

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from laerling.questionnaire.rules import Text

register = template.Library()


@register.filter
def worded(text: Text) -> str:
    """Return a text in the reader's language."""
    return text.in_(get_language() or "nb")


@register.filter
def named(names: Mapping[str, str], code: str) -> str:
    """Return the name of a written form."""
    return names[code]


@register.filter
def doer(names: Mapping[str, str], account_id: str) -> str:
    """Return who has an account id; the system's own have no account."""
    return names.get(account_id) or _("the system")
