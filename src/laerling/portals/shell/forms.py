"""The design system's look on Django's forms."""

from typing import TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

AnyForm = TypeVar("AnyForm", bound=forms.BaseForm)


def dress(form: AnyForm) -> AnyForm:
    """Give every widget of a form the design system's class and plain words for what is missing; return the form."""
    for field in form.fields.values():
        if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
            field.error_messages["required"] = _("Must be filled in.")
        if not field.widget.is_hidden:
            field.widget.attrs.setdefault("class", "ds-input")
            # The server's own sentences are shown, in the reader's language; the browser's bubbles are not.
            field.widget.use_required_attribute = lambda _initial: False
    return form


class Form(forms.Form):
    """A form that is dressed from the start. Optional fields say so in their label."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        dress(self)
