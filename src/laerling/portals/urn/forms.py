"""What the holders type: public halves, the answer to the challenge, what was destroyed."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from laerling.kernel.clock import OSLO
from laerling.portals.shell.forms import Form
from laerling.portals.urn.words import BY_HAND, THINGS
from laerling.responses.keys import HOLDERS


class HolderForm(Form):
    """The public half of one holder's key."""

    holder = forms.ChoiceField(
        label=_("Key holder"), choices=[(letter, letter.upper()) for letter in HOLDERS], widget=forms.Select
    )
    public_key = forms.CharField(
        label=_("The public half of the key"),
        max_length=200,
        help_text=_("Begins with “age1”. Never the secret half."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ProofForm(Form):
    """What two holders read in the challenge."""

    answer = forms.CharField(
        label=_("The answer"),
        max_length=60,
        help_text=_("As it stands on the offline machine, such as AB-K7QD-2MXW-9RTC-HV4P."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )


class DestroyedForm(Form):
    """What people destroyed with their hands."""

    what = forms.ChoiceField(label=_("What is destroyed"), choices=[(thing, THINGS[thing]) for thing in BY_HAND])
    at = forms.CharField(
        label=_("When"),
        help_text=_("Date and time in Norway."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )
    how = forms.CharField(
        label=_("How"),
        max_length=400,
        help_text=_("What was done, and where copies were looked for."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    witness = forms.CharField(label=_("Who saw it"), max_length=100, help_text=_("Name and position of the witness."))

    def clean_at(self) -> datetime:
        """Return the instant."""
        try:
            typed = datetime.fromisoformat(self.cleaned_data["at"])
        except ValueError:
            raise forms.ValidationError(_("Write a date and a time.")) from None
        return typed.astimezone(OSLO) if typed.tzinfo else typed.replace(tzinfo=OSLO)
