"""Words that the pages of the letters look up."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def of(names: Mapping[str, str], account_id: str) -> str:
    """Return who has an account id; the system's own have no account."""
    return names.get(account_id) or _("the system")
