"""The forms of the texts: a new version of a national letter, and a test to oneself."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from laerling.invitations.rules import Channel
from laerling.invitations.texts import SMS_LINE_AT_MOST, OwnLine, Text, Texts, faults, tidied
from laerling.invitations.texts.lines import LINE_AT_MOST
from laerling.invitations.types import DispatchOrder
from laerling.portals.shell.forms import Form

_LONG = {"email": 22, "sms": 9}


class LetterForm(Form):
    """A letter in both written forms, side by side; an SMS has no subject."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    subject_nb = forms.CharField(label=_("Subject, bokmål"))
    body_nb = forms.CharField(label=_("Text, bokmål"), strip=False)
    subject_nn = forms.CharField(label=_("Subject, nynorsk"))
    body_nn = forms.CharField(label=_("Text, nynorsk"), strip=False)

    def __init__(self, *args: Any, channel: Channel, **kwargs: Any) -> None:
        """Show the fields that a channel's letters have."""
        super().__init__(*args, **kwargs)
        self._channel = channel
        for form in ("nb", "nn"):
            attributes = {"rows": _LONG[channel], "lang": form, "class": "ds-input"}
            self.fields[f"body_{form}"].widget = forms.Textarea(attrs=attributes)
            self.fields[f"subject_{form}"].widget.attrs["lang"] = form
            if channel == "sms":
                del self.fields[f"subject_{form}"]

    def clean(self) -> dict[str, Any]:
        """Check what the letter must be (`invitations.texts`), each fault at its own field."""
        values = super().clean() or {}
        for fault in faults(self._channel, self.texts()):
            # A field that is empty has been told so.
            if fault.field not in self.errors or values.get(fault.field):
                self.add_error(fault.field, str(fault))
        return values

    def texts(self) -> Texts:
        """Return the texts as they would be kept."""
        given = self.cleaned_data
        return tidied(
            self._channel,
            {
                "nb": Text(given.get("subject_nb", ""), given.get("body_nb", "")),
                "nn": Text(given.get("subject_nn", ""), given.get("body_nn", "")),
            },
        )


def filled_in(texts: Texts) -> dict[str, Any]:
    """Return what a new version's form begins with."""
    parts = {f"{part}_{form}": getattr(text, part) for form, text in texts.items() for part in ("subject", "body")}
    return {"id": uuid4(), **parts}


class TestForm(Form):
    """What a test to oneself needs of a dispatch's form, and a mobile number."""

    kind = forms.ChoiceField(choices=[("invitation", ""), ("reminder", "")])
    line_nb = forms.CharField(required=False, max_length=LINE_AT_MOST)
    line_nn = forms.CharField(required=False, max_length=LINE_AT_MOST)
    sms_nb = forms.CharField(required=False, max_length=SMS_LINE_AT_MOST)
    sms_nn = forms.CharField(required=False, max_length=SMS_LINE_AT_MOST)
    mobile = forms.CharField(required=False, max_length=30)

    def order(self, *, round_year: int) -> DispatchOrder:
        """Return the order whose messages are to be tried."""
        given = self.cleaned_data
        own = OwnLine(given["line_nb"], given["line_nn"], given["sms_nb"], given["sms_nn"])
        return DispatchOrder(id=uuid4(), round_year=round_year, channel="email", kind=given["kind"], own=own)
