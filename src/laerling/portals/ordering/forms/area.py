"""The form that lets a public key into the county's area."""

from django import forms
from django.utils.translation import gettext_lazy as _

from laerling.portals.shell.forms import Form


class KeyForm(Form):
    """The public key, and what the county calls it."""

    label = forms.CharField(
        label=_("Which machine or program is it for?"),
        help_text=_("In your own words, so that you know it again. Example: file server, quality department."),
        max_length=60,
    )
    public = forms.CharField(
        label=_("Public key"),
        help_text=_("One line that begins with ssh-ed25519, ecdsa-sha2 or ssh-rsa. Never paste the private key."),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off", "autocapitalize": "off"}),
    )
