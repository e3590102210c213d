"""The pages of a unit's results in the order they are read: how many answered, indices, questions, breakdowns, years."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Tab:
    """A page that every unit has: its name, and its address, which takes `year` and `of`."""

    code: str
    label: str | Promise
    url_name: str


TABS: Final[tuple[Tab, ...]] = (
    Tab("overview", _("Overview"), "reporting:overview"),
    Tab("themes", _("Questions"), "reporting:themes"),
    Tab("breakdown", _("Breakdowns"), "reporting:breakdown"),
    Tab("years", _("Over the years"), "reporting:years"),
    Tab("compare", _("Compare units"), "reporting:compare"),
    Tab("variation", _("Variation"), "reporting:variation"),
    Tab("findings", _("Special findings"), "reporting:findings"),
)
