"""The form that takes a list back."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laerling.portals.shell.forms import Form


class PasteForm(Form):
    """A workbook, or cells pasted from one."""

    file = forms.FileField(
        label=gettext_lazy("The workbook"),
        help_text=gettext_lazy("The one downloaded from the list of faults, with your statuses and notes."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    cells = forms.CharField(
        label=gettext_lazy("Or paste the cells here"),
        help_text=gettext_lazy(
            "Mark the rows in the workbook with the headings, copy, and paste. Without headings: the columns Id, "
            "Status and Note, in that order."
        ),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        given = super().clean() or {}
        if not self.errors and given.get("file") is None and not given.get("cells", "").strip():
            self.add_error("file", _("Choose a workbook, or paste cells."))
        return given
