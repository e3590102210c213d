"""The form by which a county gives its training offices one-time sign-ins."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from laerling.access.actions.offices import LONGEST
from laerling.portals.shell.forms import Form

_USUALLY = timedelta(days=60)


class IssueForm(Form):
    """Until which day the passwords of the letters work."""

    last_on = forms.DateField(
        label=_("Last day the passwords work"),
        help_text=_("A letter should be used soon. Sixty days are usual, a year is the most."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Propose a day, and let the browser know which are possible."""
        super().__init__(*args, initial={"last_on": today + _USUALLY}, **kwargs)
        bounds = {"min": today.isoformat(), "max": (today + LONGEST - timedelta(days=1)).isoformat()}
        self.fields["last_on"].widget.attrs |= bounds

    @property
    def valid_to(self) -> date:
        """The first day on which they no longer work."""
        last: date = self.cleaned_data["last_on"]
        return last + timedelta(days=1)
