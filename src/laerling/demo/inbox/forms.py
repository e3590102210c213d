"""The form that sets the demo's clock."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from laerling.demo.house import FIRST_YEAR, LAST_YEAR
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

    def clean_moment(self) -> datetime:
        """Check that the day is one a round can be in, or near."""
        moment: datetime = self.cleaned_data["moment"]
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            figures = {"first": FIRST_YEAR, "last": LAST_YEAR}
            raise forms.ValidationError(_("Choose a day in the years %(first)s to %(last)s."), params=figures)
        return moment
