"""The form that sets the demo's clock."""

from django import forms
from django.utils.translation import gettext_lazy as _

from laerling.portals.shell.forms import Form


class ClockForm(Form):
    """A moment in Oslo time."""

    moment = forms.DateTimeField(
        label=_("Date and time"),
        help_text=_("Oslo time. What has already happened stays done when the clock is set back."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": _("Write a date and a time."),
            "invalid": _("This is not a date with a time. Write it like 2026-10-20 09:00."),
        },
    )
