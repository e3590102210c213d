"""The form that draws winners."""

from django import forms
from django.utils.translation import gettext_lazy as _

from laerling.invitations.draws.rules import WINNERS_AT_MOST
from laerling.portals.shell.forms import Form


class DrawForm(Form):
    """How many; `draw_id` makes a double press one draw."""

    draw_id = forms.UUIDField(widget=forms.HiddenInput)
    n_winners = forms.IntegerField(
        label=_("How many winners?"),
        min_value=1,
        max_value=WINNERS_AT_MOST,
        widget=forms.NumberInput(attrs={"min": 1, "max": WINNERS_AT_MOST, "inputmode": "numeric"}),
    )
