"""Forms about one's own account."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laerling.access.models import Account
from laerling.portals.shell.forms import Form
from laerling.portals.signin.forms.entrance import email_field, password_field

_HELP = gettext_lazy(
    "At least 15 signs. Four or five words that do not belong together are easy to remember and hard to guess. "
    "You may paste it from a password manager."
)


class NewPasswordForm(Form):
    """A password of one's own, written twice; nothing is asked of it but that it is long and hard to guess."""

    password = password_field(gettext_lazy("New password"), autocomplete="new-password", help_text=_HELP)
    again = password_field(gettext_lazy("The same password once more"), autocomplete="new-password")

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        """Know whose it will be: one's own name is easy to guess."""
        super().__init__(*args, **kwargs)
        self.account = account

    def clean(self) -> dict[str, Any]:
        """Check the password as its owner's, and that both are the same."""
        given = super().clean() or self.cleaned_data
        password = given.get("password")
        if password:
            try:
                validate_password(
                    password, Account(email=self.account.email, name=given.get("name") or self.account.name)
                )
            except ValidationError as fault:
                self.add_error("password", fault)
            if given.get("again") and given["again"] != password:
                self.add_error("again", _("The two are not the same. Write the password again."))
        return given


class FirstPasswordForm(NewPasswordForm):
    """The same for a person who is new: they say what they are called, too."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Write your name.")},
    )
    field_order = ("name", "password", "again")


class NewEmailForm(Form):
    """The address to be reached at from now on."""

    email = email_field(gettext_lazy("New e-mail address"))


class PersonalForm(Form):
    """Who takes an office's access over as their own."""

    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = email_field(gettext_lazy("Your own e-mail address at work"))
