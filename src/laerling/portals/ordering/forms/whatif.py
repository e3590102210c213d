"""The form that tries another rule."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from laerling.portals.shell.forms import Form
from laerling.sample.rules import RuleDates

MORE_THAN, AT_LEAST = "mer", "minst"


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


class RuleForm(Form):
    """A rule as a round sets it. The names are those of the address."""

    maneder = forms.IntegerField(label=_("Months in training"), widget=forms.NumberInput(attrs={"min": 0, "max": 60}))
    regel = forms.ChoiceField(
        label=_("How long is long enough?"),
        choices=[(MORE_THAN, _("More than so many months")), (AT_LEAST, _("At least so many months"))],
        widget=forms.RadioSelect,
    )
    telt = _day(_("Training is counted to"))
    apner = _day(_("First day to answer"))
    stenger = _day(_("Last day to answer"))

    def rule(self) -> RuleDates:
        """Return the rule that was filled in."""
        values = self.cleaned_data
        return RuleDates(
            counted_on=values["telt"],
            opens_on=values["apner"],
            closes_on=values["stenger"],
            months_in_training=values["maneder"],
            more_than=values["regel"] == MORE_THAN,
        )


def initial(rule: RuleDates) -> dict[str, Any]:
    """Return a round's own rule as the form shows it."""
    return {
        "maneder": rule.months_in_training,
        "regel": MORE_THAN if rule.more_than else AT_LEAST,
        "telt": rule.counted_on,
        "apner": rule.opens_on,
        "stenger": rule.closes_on,
    }
