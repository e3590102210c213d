"""The form that hands in the opened urn."""

from django import forms
from django.utils.translation import gettext_lazy as _

from laerling.portals.shell.forms import Form


class OpenedForm(Form):
    """The file that two key holders opened."""

    file = forms.FileField(
        label=_("The opened file"),
        help_text=_("Made by two key holders on a machine without network."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
