"""The form of a dispatch."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from laerling.invitations.rules import Audience
from laerling.invitations.texts import LINE_AT_MOST, SMS_LINE_AT_MOST, OwnLine
from laerling.invitations.types import DispatchOrder, DispatchRow
from laerling.kernel.clock import oslo_instant
from laerling.portals.shell.forms import Form

# The independent establishments belong to no office: an empty value is taken by "all".
INDEPENDENT: Final = "-"
# People read mail when the day has begun.
_DEFAULT_TIME: Final = time(9)
_A_MOMENT: Final = timedelta(minutes=5)
# So long a dispatch that is to leave at once waits, and can be undone as if it had never been ordered.
REGRET: Final = timedelta(minutes=5)
_OFFERED: Final = {"office": "offices", "county": "counties", "trade": "trades"}

Choices = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Offered:
    """What a unit can choose among: its offices, counties, trades and establishments, and whether SMS can be sent."""

    offices: Choices
    counties: Choices
    trades: Choices
    establishments: Choices
    by_sms: bool


class DispatchForm(Form):
    """Which kind of message, by which channel, to whom, own lines, and when. `seen` names the preview that was looked at."""

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
    channel = forms.ChoiceField(
        label=_("How?"),
        choices=[
            ("email", _("E-mail")),
            ("sms", _("SMS: takes one of your SMS dispatches, however many get it")),
            ("either", _("E-mail, and SMS to those whom e-mail does not reach: takes one SMS dispatch")),
        ],
        widget=forms.RadioSelect,
    )
    group = forms.ChoiceField(
        label=_("To whom?"),
        choices=[
            ("all", _("All your apprentices")),
            ("without_email", _("Only those whom e-mail does not reach")),
            ("mail_only", _("Only those who have had e-mail, and no SMS yet")),
        ],
        widget=forms.RadioSelect,
    )
    office = forms.MultipleChoiceField(label=_("Training office"), required=False, widget=forms.CheckboxSelectMultiple)
    county = forms.MultipleChoiceField(label=_("County"), required=False, widget=forms.CheckboxSelectMultiple)
    trade = forms.MultipleChoiceField(label=_("Trade"), required=False, widget=forms.CheckboxSelectMultiple)
    establishment = forms.CharField(
        label=_("Establishment"),
        help_text=_("Write a part of the name, and choose from the list. Empty: all establishments."),
        required=False,
        max_length=250,
        widget=forms.TextInput(attrs={"list": "establishments", "autocomplete": "off"}),
    )
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
    sms_nb = forms.CharField(
        label=_("Your own line in the SMS, in bokmål"),
        help_text=_("A few words. A longer SMS costs more."),
        required=False,
        max_length=SMS_LINE_AT_MOST,
        widget=forms.TextInput(attrs={"lang": "nb"}),
    )
    sms_nn = forms.CharField(
        label=_("The same line in the SMS, in nynorsk"),
        required=False,
        max_length=SMS_LINE_AT_MOST,
        widget=forms.TextInput(attrs={"lang": "nn"}),
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

    def __init__(self, *args: Any, offered: Offered, now: datetime, **kwargs: Any) -> None:
        """Offer what the unit has; a choice of one is no choice, and is left out."""
        super().__init__(*args, **kwargs)
        self._now = now
        self.establishments = tuple(offered.establishments)
        for name in ("office", "county", "trade"):
            choices = [(code or INDEPENDENT, label) for code, label in getattr(offered, _OFFERED[name])]
            field = self.fields[name]
            if len(choices) > 1 and isinstance(field, forms.MultipleChoiceField):
                field.choices = choices
            else:
                del self.fields[name]
        if len(self.establishments) < 2:  # noqa: PLR2004  a choice of one
            del self.fields["establishment"]
        if not offered.by_sms:
            for name in ("channel", "group", "sms_nb", "sms_nn"):
                del self.fields[name]

    def clean_establishment(self) -> str:
        """Return the number of the chosen establishment: what was written begins with it, or is a name of the list."""
        written = " ".join(self.cleaned_data["establishment"].split())
        if not written:
            return ""
        for orgnr, name in self.establishments:
            if written.startswith(orgnr) or written.casefold() == name.casefold():
                return orgnr
        raise forms.ValidationError(_("None of your apprentices are in training there. Choose from the list."))

    def clean(self) -> dict[str, Any]:
        """Check that a time of day has its day, and that the time has not passed."""
        values = super().clean() or {}
        if values.get("send_time") and not values.get("send_on") and "send_on" not in self.errors:
            self.add_error("send_on", _("Choose the day as well, or leave both empty to send now."))
        elif (at := self._send_at(values)) and at < self._now - _A_MOMENT:
            self.add_error("send_on", _("That time has passed. Choose a later one, or leave both empty to send now."))
        return values

    def order(self, *, round_year: int) -> DispatchOrder:
        """Return what was asked for. An own line in one form only is refused by the action.

        What is to leave now leaves in five minutes, so that it can be undone.
        """
        values = self.cleaned_data
        return DispatchOrder(
            id=values["id"],
            round_year=round_year,
            channel=values.get("channel") or "email",
            kind=values["kind"],
            audience=self._audience(),
            own=OwnLine(
                nb=values["line_nb"],
                nn=values["line_nn"],
                sms_nb=values.get("sms_nb", ""),
                sms_nn=values.get("sms_nn", ""),
            ),
            send_at=self._send_at(values),
            hold=REGRET,
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

    def _audience(self) -> Audience:
        values = self.cleaned_data
        establishment = values.get("establishment", "")
        return Audience(
            counties=_codes(values.get("county", ())),
            offices=_codes(values.get("office", ())),
            establishments=(establishment,) if establishment else (),
            trades=_codes(values.get("trade", ())),
            only_without_email=values.get("group") == "without_email",
            only_mail_so_far=values.get("group") == "mail_only",
        )

    def _write(self, **values: str) -> None:
        if isinstance(self.data, QueryDict):
            self.data = self.data.copy()
            for name, value in values.items():
                self.data[name] = value

    def _send_at(self, values: dict[str, Any]) -> datetime | None:
        day = values.get("send_on")
        return oslo_instant(day, values.get("send_time") or _DEFAULT_TIME) if day else None


def widened(posted: QueryDict) -> QueryDict:
    """Return a form that was sent in, to all of the unit's people: one SMS dispatch counts one however many get it (M18)."""
    wide = posted.copy()
    for name in ("office", "county", "trade", "establishment"):
        wide.pop(name, None)
    wide["group"] = "all"
    return wide


def start(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a new form begins with: what the address asks for, else an invitation by e-mail to all, now."""
    values: dict[str, Any] = {"id": uuid4(), "kind": "invitation", "channel": "email", "group": "all"}
    for name in ("kind", "channel", "group", "establishment"):
        if asked.get(name):
            values[name] = asked[name]
    for name in ("office", "county", "trade"):
        chosen = asked.getlist(name) if isinstance(asked, QueryDict) else asked.get(name, [])
        values[name] = list(chosen)
    return values


def as_before(row: DispatchRow) -> dict[str, Any]:
    """Return what a form begins with when a dispatch is to be made again: its kind, its channel and its people."""
    audience = row.audience
    return start(
        {
            "kind": row.kind,
            "channel": row.channel,
            "group": "without_email"
            if audience.only_without_email
            else "mail_only"
            if audience.only_mail_so_far
            else "all",
            "office": [code or INDEPENDENT for code in audience.offices],
            "county": audience.counties,
            "trade": audience.trades,
            "establishment": next(iter(audience.establishments), ""),
        }
    )


def _codes(chosen: Iterable[str]) -> tuple[str, ...]:
    """Return a filter of the chosen codes; nothing chosen filters nothing."""
    return tuple("" if code == INDEPENDENT else code for code in chosen)
