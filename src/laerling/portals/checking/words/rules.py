"""Why a row of a list that comes back cannot be used, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from laerling.register.words import Words

RULES: Final[Words] = {
    "not_a_number": _("The id is not a number."),
    "no_such_finding": _("You have no fault with this id."),
    "unknown_status": _("The status is not one of those in the list."),
    "too_long": _("The note is longer than 500 characters."),
    "reason_missing": _("A fault that will not be mended needs a reason in the note."),
    "row_twice": _("The same fault stands in an earlier row."),
}
