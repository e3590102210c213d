"""The form of one finding."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from laerling.kernel.errors import Refusal
from laerling.portals.checking.words import STATUSES
from laerling.portals.shell.forms import Form
from laerling.register.rules.findings import NOTE_LENGTH, REASON_LENGTH

# Refusals that belong beside a field.
_FIELDS: Final = {"reason_missing": "reason", "not_a_colleague": "assigned", "unknown_status": "status"}


class FindingForm(Form):
    """How far mending has come, why something stays, a note, and who takes care of it."""

    status = forms.ChoiceField(
        label=pgettext_lazy("finding", "Status"), choices=list(STATUSES.items()), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed where the fault will not be mended."),
        required=False,
        max_length=REASON_LENGTH,
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Seen by the county authority and the training office of this fault. 500 characters at most."),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    assigned = forms.ChoiceField(label=_("Assigned to"), required=False)

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], assigned: tuple[str, str], **more: Any) -> None:
        """`people` may be assigned to; `assigned` is who is now, also where they are another unit's."""
        super().__init__(*args, **more)
        choices = {"": _("Nobody"), **dict(people)}
        if assigned[0]:
            choices.setdefault(*assigned)
        self.fields["assigned"].choices = list(choices.items())  # type: ignore[attr-defined]  # it is a ChoiceField

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal's sentence where it belongs."""
        self.add_error(_FIELDS.get(refusal.code), str(refusal))
