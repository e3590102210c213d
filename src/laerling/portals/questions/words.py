"""Relations, directions and states in words and colours."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FORM_NAMES: Final = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}


@dataclass(frozen=True, slots=True)
class Badge:
    """A word or two, and the colour that goes with it."""

    label: str | Promise
    color: str


RELATIONS: Final[Mapping[str, Badge]] = {
    "same": Badge(_("Same as before"), "success"),
    "adjusted": Badge(_("Adjusted, cannot be compared"), "warning"),
    "new": Badge(_("New question"), "info"),
    "dropped": Badge(_("Dropped"), "neutral"),
}
# The same of many questions, with how many.
COUNTED: Final[Mapping[str, str | Promise]] = {
    "same": _("%(n)s as before"),
    "adjusted": _("%(n)s adjusted"),
    "new": _("%(n)s new"),
    "dropped": _("%(n)s dropped"),
}
STATES: Final[Mapping[str, Badge]] = {
    "waiting": Badge(_("Waits for a second person"), "info"),
    "published": Badge(_("Published"), "success"),
    "withdrawn": Badge(_("Taken back"), "warning"),
}
DIRECTIONS: Final[Mapping[str, str | Promise]] = {
    "up": _("The highest value is best"),
    "down": _("The lowest value is best"),
    "none": _("No end of the scale is best"),
}
