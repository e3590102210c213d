"""The form of a gathering."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from laerling.gatherings.types import Plan
from laerling.invitations.rules import Audience
from laerling.kernel.clock import in_oslo, oslo_instant
from laerling.portals.shell.forms import Form

Choices = Iterable[tuple[str, str]]


class PlanForm(Form):
    """What, where, when and whom. `id` lets a form that is sent twice plan once."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), help_text=_("Stands on the slips and on the wall."), max_length=80)
    place = forms.CharField(label=_("Place"), max_length=120)
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    starts = forms.TimeField(label=_("Starts"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    ends = forms.TimeField(label=_("Ends"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    group = forms.ChoiceField(
        label=_("Whom is it for?"),
        choices=[("all", _("All our apprentices")), ("independent", _("Those of independent establishments"))],
        widget=forms.RadioSelect,
    )
    trade = forms.MultipleChoiceField(label=_("Trade"), required=False, widget=forms.CheckboxSelectMultiple)
    establishment = forms.MultipleChoiceField(
        label=_("Establishment"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, is_county: bool, trades: Choices, establishments: Choices, **kwargs: Any) -> None:
        """Offer what the unit has; a choice of one is no choice, and is left out."""
        super().__init__(*args, **kwargs)
        if not is_county:
            del self.fields["group"]
        for name, offered in (("trade", tuple(trades)), ("establishment", tuple(establishments))):
            field = self.fields[name]
            if len(offered) > 1 and isinstance(field, forms.MultipleChoiceField):
                field.choices = offered
            else:
                del self.fields[name]

    def plan(self) -> Plan:
        """Return what was filled in."""
        given = self.cleaned_data
        return Plan(
            name=given["name"],
            place=given["place"],
            starts_at=oslo_instant(given["day"], given["starts"]),
            ends_at=oslo_instant(given["day"], given["ends"]),
            audience=Audience(
                offices=("",) if given.get("group") == "independent" else (),
                trades=tuple(given.get("trade", ())),
                establishments=tuple(given.get("establishment", ())),
            ),
        )


def as_planned(plan: Plan) -> dict[str, Any]:
    """Return what the form of a gathering that is planned already begins with."""
    starts, ends = in_oslo(plan.starts_at), in_oslo(plan.ends_at)
    return {
        "id": uuid4(),
        "name": plan.name,
        "place": plan.place,
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "group": "independent" if plan.audience.offices else "all",
        "trade": plan.audience.trades,
        "establishment": plan.audience.establishments,
    }
