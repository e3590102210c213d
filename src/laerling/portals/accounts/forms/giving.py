"""The form by which somebody is let in: who, which tasks, how long, why."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laerling.access.types import Role
from laerling.portals.accounts.words import TASKS
from laerling.portals.shell.forms import Form


class WhyForm(Form):
    """The reason, without which nothing is given, changed or ended."""

    why = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        help_text=gettext_lazy("One sentence. The person, and those who check later, will read it."),
    )


class DaysForm(WhyForm):
    """Until when something holds, and why."""

    last_on = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Leave it empty where no end is known. Each autumn you are asked who still belongs."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, today: date, until: date | None = None, **kwargs: Any) -> None:
        """`until` is the first day on which the giver's own right to give no longer holds, None without end."""
        super().__init__(*args, **kwargs)
        self.today, self.until = today, until
        last = self.fields["last_on"]
        last.widget.attrs["min"] = today.isoformat()
        if until is not None:
            last.required = True
            last.help_text = _("Not after your own access ends.")
            last.widget.attrs["max"] = (until - timedelta(days=1)).isoformat()

    def clean_last_on(self) -> date | None:
        """Check that the day lies ahead, and not beyond the giver's own."""
        last: date | None = self.cleaned_data["last_on"]
        if last is not None and (last < self.today or last >= date.max):
            raise ValidationError(_("Choose a day that lies ahead."))
        if last is not None and self.until is not None and last >= self.until:
            raise ValidationError(_("Your own access ends before that. Choose an earlier day."))
        return last

    @property
    def valid_to(self) -> date | None:
        """The first day on which it no longer holds, None without end."""
        last: date | None = self.cleaned_data["last_on"]
        return last + timedelta(days=1) if last else None


class GiveForm(DaysForm):
    """Who gets which tasks, from and to when, and why."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("The person's own, at work. It becomes the user name."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    roles = forms.MultipleChoiceField(label=gettext_lazy("Tasks"), widget=forms.CheckboxSelectMultiple)
    gives = forms.MultipleChoiceField(
        label=gettext_lazy("A user administrator may give on"),
        required=False,
        help_text=gettext_lazy("Counts only where you have ticked user administrator."),
        widget=forms.CheckboxSelectMultiple,
    )
    first_on = forms.DateField(
        label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    field_order = ("email", "name", "roles", "gives", "first_on", "last_on", "why")

    def __init__(
        self, *args: Any, offered: Collection[Role], may_pass_on: Collection[Role], is_known: bool, **kwargs: Any
    ) -> None:
        """`offered` are the tasks that can be given, `may_pass_on` those an administrator can be let give on.

        `is_known`: the person has an account, so that address and name are not asked for.
        """
        super().__init__(*args, **kwargs)
        if is_known:
            del self.fields["email"], self.fields["name"]
        described = [(role, _choice(role)) for role in TASKS if role in offered]
        self.fields["roles"].choices = described  # type: ignore[attr-defined]  # a field with choices
        named = [(role, str(TASKS[role][0])) for role in TASKS if role in may_pass_on]
        if "user_administrator" in offered:
            self.fields["gives"].choices = named  # type: ignore[attr-defined]  # the same
            self.initial.setdefault("gives", [role for role, _name in named])
        else:
            del self.fields["gives"]
        self.initial.setdefault("first_on", self.today)
        self.fields["first_on"].widget.attrs["min"] = self.today.isoformat()

    def clean_first_on(self) -> date:
        """Check that the day is not past."""
        first: date = self.cleaned_data["first_on"]
        if first < self.today:
            raise ValidationError(_("Access cannot be given back in time. Choose today or a later day."))
        return first

    def clean(self) -> dict[str, Any]:
        """Check the days against each other, and that an administrator may give something on."""
        given = super().clean() or self.cleaned_data
        first, last = given.get("first_on"), given.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("The last day must not be before the first."))
        if "user_administrator" in given.get("roles", []) and not given.get("gives"):
            self.add_error("gives", _("Choose what the user administrator may give on."))
        return given


def _choice(role: Role) -> str:
    name, what = TASKS[role]
    return format_html('{} <span class="quiet">{}</span>', name, what)
