"""Figures of reports in templates."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from laerling.reports import words

register = template.Library()

register.filter("decimal", words.decimal)
register.filter("whole", words.whole)
register.filter("percent", words.percent)


@register.filter
def drawing(svg: str) -> SafeString:
    """Put a chart into the page as it is: its texts were escaped when it was drawn."""
    return mark_safe(svg)  # noqa: S308  made by reports.drawing, an XML writer
