"""The form that takes in a questionnaire's file."""

import uuid

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laerling.portals.shell.forms import Form

# Ten times the longest file there is.
MOST_BYTES = 1024 * 1024


class ProposalForm(Form):
    """The file; the id makes handing in the same twice harmless."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A TOML file in UTF-8. How it is written stands in the documentation of the system."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".toml,application/toml,text/plain"}),
    )

    def clean_file(self) -> str:
        """Return the file's text."""
        sent: UploadedFile = self.cleaned_data["file"]
        if (sent.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 1 MB, and no questionnaire is. Choose another."))
        try:
            content: str = sent.read().decode("utf-8")
        except UnicodeDecodeError:
            raise forms.ValidationError(_("The file is not a text in UTF-8. Save it as UTF-8 and try again.")) from None
        if "\x00" in content:
            raise forms.ValidationError(_("The file is not a text. Choose the TOML file."))
        return content
