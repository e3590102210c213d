"""The form by which a county gives its training offices one-time sign-ins."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from laerling.access.actions.offices import LONGEST, NotAhead
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
        self.first, self.latest = today, today + LONGEST - timedelta(days=1)
        self.fields["last_on"].widget.attrs |= {"min": self.first.isoformat(), "max": self.latest.isoformat()}

    def clean_last_on(self) -> date:
        """Check that the day is one that the action would take; of a day far off there may be no day after."""
        last: date = self.cleaned_data["last_on"]
        if not self.first <= last <= self.latest:
            raise ValidationError(NotAhead.sentence)
        return last

    @property
    def valid_to(self) -> date:
        """The first day on which they no longer work."""
        last: date = self.cleaned_data["last_on"]
        return last + timedelta(days=1)
