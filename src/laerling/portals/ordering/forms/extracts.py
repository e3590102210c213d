"""The form that takes in a register file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from laerling.portals.ordering.words import REGISTERS, STAGES
from laerling.portals.shell.forms import Form


class ExtractForm(Form):
    """Which register, which list it is for, and the file."""

    register = forms.ChoiceField(label=_("Register"), choices=list(REGISTERS.items()), widget=forms.RadioSelect)
    stage = forms.ChoiceField(
        label=_("Which list?"),
        help_text=_("The offices and establishments of NOR and NLR count for both lists."),
        choices=list(STAGES.items()),
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV with semicolons, or XLSX. The first row holds the column names."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
    )
