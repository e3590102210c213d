"""The form of a dispatch."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from laerling.invitations.rules import Audience
from laerling.invitations.texts import LINE_AT_MOST, OwnLine
from laerling.invitations.types import DispatchOrder
from laerling.kernel.clock import oslo_instant
from laerling.portals.shell.forms import Form

# The independent establishments belong to no office: an empty value is taken by "all".
INDEPENDENT = "-"
# People read mail when the day has begun.
_DEFAULT_TIME = time(9)
_A_MOMENT = timedelta(minutes=5)

Choices = Iterable[tuple[str, str]]


class DispatchForm(Form):
    """Whom, which kind of message, an own line, and when. `seen` names the preview that was looked at."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=_("What are you sending?"),
        choices=[
            ("invitation", _("Invitation: to those who have had no message")),
            ("reminder", _("Reminder: to those who have had a message and not answered")),
        ],
        widget=forms.RadioSelect,
    )
    office = forms.ChoiceField(label=_("Training office"), required=False)
    county = forms.ChoiceField(label=_("County"), required=False)
    trade = forms.ChoiceField(label=_("Trade"), required=False)
    line_nb = forms.CharField(
        label=_("Your own line, in bokmål"),
        help_text=_("One or two sentences from you, in the letter. No links: everyone gets their personal one."),
        required=False,
        max_length=LINE_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "nb"}),
    )
    line_nn = forms.CharField(
        label=_("The same line, in nynorsk"),
        help_text=_("Everyone gets the letter in their own written form, so we need both."),
        required=False,
        max_length=LINE_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "nn"}),
    )
    send_on = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    send_time = forms.TimeField(
        label=_("Time of day"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )

    def __init__(
        self, *args: Any, offices: Choices, counties: Choices, trades: Choices, now: datetime, **kwargs: Any
    ) -> None:
        """Offer what the unit has; a choice of one is no choice, and is left out."""
        super().__init__(*args, **kwargs)
        self._now = now
        for name, offered in (("office", offices), ("county", counties), ("trade", trades)):
            choices = [(code or INDEPENDENT, label) for code, label in offered]
            field = self.fields[name]
            if len(choices) > 1 and isinstance(field, forms.ChoiceField):
                field.choices = [("", _("All")), *choices]
            else:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Check that a time of day has its day, and that the time has not passed."""
        values = super().clean() or {}
        if values.get("send_time") and not values.get("send_on") and "send_on" not in self.errors:
            self.add_error("send_on", _("Choose the day as well, or leave both empty to send now."))
        elif (at := self._send_at(values)) and at < self._now - _A_MOMENT:
            self.add_error("send_on", _("That time has passed. Choose a later one, or leave both empty to send now."))
        return values

    def order(self, *, round_year: int) -> DispatchOrder:
        """Return what was asked for. An own line in one form only is refused by the action."""
        values = self.cleaned_data
        return DispatchOrder(
            id=values["id"],
            round_year=round_year,
            channel="email",
            kind=values["kind"],
            audience=Audience(
                counties=_one(values.get("county", "")),
                offices=_one(values.get("office", "")),
                trades=_one(values.get("trade", "")),
            ),
            own=OwnLine(nb=values["line_nb"], nn=values["line_nn"]),
            send_at=self._send_at(values),
        )

    def fingerprint(self) -> str:
        """Return what names these very choices, so that nothing is sent but what was looked at."""
        values = [(name, str(value)) for name, value in sorted(self.cleaned_data.items()) if name != "seen"]
        return sha256(repr(values).encode()).hexdigest()[:16]

    def remember(self) -> None:
        """Write into the form that its present choices have been looked at."""
        self._write(seen=self.fingerprint())

    def begin_anew(self) -> None:
        """Let the form's choices be those of a new dispatch, not yet looked at."""
        self._write(id=str(uuid4()), seen="")

    def _write(self, **values: str) -> None:
        if isinstance(self.data, QueryDict):
            self.data = {**self.data.dict(), **values}

    def _send_at(self, values: dict[str, Any]) -> datetime | None:
        day = values.get("send_on")
        return oslo_instant(day, values.get("send_time") or _DEFAULT_TIME) if day else None


def _one(code: str) -> tuple[str, ...]:
    """Return a filter of one code; nothing chosen filters nothing."""
    if not code:
        return ()
    return ("",) if code == INDEPENDENT else (code,)
