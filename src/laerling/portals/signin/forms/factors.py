"""Forms for second factors, in our words."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from laerling.portals.shell.codes import is_first_use
from laerling.portals.shell.forms import dress


def _code_field(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
        error_messages={"required": _("Write the code.")},
    )


class CodeForm(AuthenticateForm):
    """A code from the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put our own field in."""
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field(
            _("Code from the app"), _("Six figures. A recovery code of eight works, too.")
        )
        dress(self)

    def clean_code(self) -> str:
        """Return a code that fits and is used for the first time. Raises ValidationError."""
        code = str(super().clean_code())
        if not is_first_use(self.user.pk, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class NewAppForm(ActivateTOTPForm):
    """The first code of an app that is new, to see that it counts as we do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put our own field in."""
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field(_("Code from the app"), _("Six figures that change every half minute."))
        dress(self)


class NewPasskeyForm(AddWebAuthnForm):
    """A name for a passkey, which the browser makes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave out the choice between kinds: a passkey may always be used without a password."""
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What you call it")
        self.fields["name"].help_text = _("Such as “My laptop” or “The blue key”.")
        self.fields["passwordless"].widget = forms.HiddenInput()
        self.fields["passwordless"].initial = True
        dress(self)
