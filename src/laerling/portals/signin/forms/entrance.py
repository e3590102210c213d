"""Forms at the door: forgiving about how things are written, telling nobody what is known."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from laerling.portals.shell.forms import Form, dress

# Hashing a novel takes time that others wait for.
_LONGEST_PASSWORD = 1000


def email_field(label: Any, *, autocomplete: str = "email") -> forms.EmailField:
    """Return a field for an address, with our own sentences for what is wrong with it."""
    return forms.EmailField(
        label=label,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": autocomplete, "spellcheck": "false"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("This does not look like an e-mail address. Example: name@county.no"),
        },
    )


def password_field(label: Any, *, autocomplete: str, help_text: Any = "") -> forms.CharField:
    """Return a field for a password. Pasting works, and password managers know it."""
    return forms.CharField(
        label=label,
        strip=False,
        max_length=_LONGEST_PASSWORD,
        help_text=help_text,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": _("Write your password.")},
    )


class SignInForm(LoginForm):
    """E-mail address and password. Unknown, locked and mistyped get the same answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put our own fields in the places of the library's."""
        super().__init__(*args, **kwargs)
        self.fields["login"] = email_field(_("E-mail address"), autocomplete="username webauthn")
        self.fields["password"] = password_field(_("Password"), autocomplete="current-password")
        dress(self)

    def clean_login(self) -> str:
        """Return the address as accounts have it."""
        return str(self.cleaned_data["login"]).strip().lower()


class OfficeForm(Form):
    """The user name and one-time password of a letter from the county (M12)."""

    user_name = forms.CharField(
        label=_("User name"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={"required": _("Write the user name from the letter.")},
    )
    password = forms.CharField(
        label=_("One-time password"),
        max_length=40,
        help_text=_("Three groups of four signs. Capitals and hyphens do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={"required": _("Write the password from the letter.")},
    )


class ForgottenForm(Form):
    """The address to send a link to."""

    email = email_field(_("E-mail address"), autocomplete="username")
