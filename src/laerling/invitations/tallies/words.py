"""What can be wrong in a file of earlier rounds, in words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FAULTS: Final[Mapping[str, str | Promise]] = {
    "not_utf8": _("the file is not UTF-8; save it anew as CSV UTF-8"),
    "missing_column": _("the column is missing; year, day, county, office, invited and answered are needed"),
    "not_a_date": _("is not a date; write 2025-10-15"),
    "not_the_days_year": _("is not the year of the day"),
    "not_a_county": _("is not a county number of two digits"),
    "unknown_county": _("is not the number of any county, now or earlier"),
    "not_an_office": _("is not an organisation number of nine digits"),
    "twice": _("stands in the file more than once for the same unit"),
    "not_a_number": _("is not a whole number"),
    "more_than_invited": _("is more than were invited"),
    "before_opening": _("lies before that year's survey opened"),
    "of_this_house": _("is a round that is run here; its figures are counted, and not taken from a file"),
}
