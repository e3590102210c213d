"""The sign-in form: forgiving about how the address is written, telling nobody whether it is known."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from laerling.portals.shell.forms import dress


class SignInForm(AuthenticationForm):
    """E-mail address and password. Unknown, locked and mistyped get the same answer."""

    username = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": False, "spellcheck": "false"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("This does not look like an e-mail address. Example: name@county.no"),
        },
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Write your password.")},
    )
    # Django's own message speaks of capitals, which do not matter in ours, and names the field.
    error_messages = {
        "invalid_login": _("The address and the password do not fit together. Check both and try again."),
        "inactive": _("The address and the password do not fit together. Check both and try again."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)
