"""The form that ends somebody's access."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from laerling.access.queries import GrantLine
from laerling.portals.accounts.forms.giving import WhyForm
from laerling.portals.accounts.words import TASKS


class EndForm(WhyForm):
    """Which tasks end, and why."""

    grants = forms.MultipleChoiceField(label=gettext_lazy("What ends today"), widget=forms.CheckboxSelectMultiple)
    field_order = ("grants", "why")

    def __init__(self, *args: Any, lines: tuple[GrantLine, ...], **kwargs: Any) -> None:
        """`lines` are those of the person's grants for the unit that can be ended."""
        super().__init__(*args, **kwargs)
        self.fields["grants"].choices = [  # type: ignore[attr-defined]  # a field with choices
            (str(line.id), str(TASKS[line.role][0])) for line in lines
        ]
