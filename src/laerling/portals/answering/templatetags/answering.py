"""Telephone numbers one can press."""

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# 112 and its like, 116 111, 73 19 97 00.
_PHONE = re.compile(r"\b(11\d(?: \d{3})?|\d{2}(?: \d{2}){3})\b")


@register.filter
def phones(text: str) -> SafeString:
    """Return the text with its telephone numbers as links; everything else is escaped."""
    pieces = _PHONE.split(text)
    return mark_safe("".join(_link(piece) if n % 2 else format_html("{}", piece) for n, piece in enumerate(pieces)))  # noqa: S308  each piece is escaped


def _link(number: str) -> SafeString:
    called = number.replace(" ", "")
    short = len(called) < 8  # noqa: PLR2004  Norwegian numbers have eight figures
    return format_html('<a class="ds-link phone" href="tel:{}">{}</a>', called if short else f"+47{called}", number)
