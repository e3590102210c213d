"""The registers' codes in people's words: what is wrong in a row, how far a file has come."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

# The rules by which `register` sets a row aside.
ROW_RULES: Words = {
    "missing": _("Must be filled in"),
    "too_long": _("Is too long"),
    "not_a_date": _("Is not a date"),
    "unknown_code": _("Is not one of the register's codes"),
    "unknown_county": _("Is not a county"),
    "check_digit": _("Is not a valid organisation number"),
    "birth_year": _("Is not a likely year of birth"),
    "not_plain_text": _("Holds characters that cannot be read"),
    "not_an_id": _("Is not a valid number or id"),
    "plain_national_id": _("Is a plain national identity number; it must be encrypted"),
    "programme_area": _("Is not a programme area code"),
    "number_of_fields": _("The row has too many or too few fields"),
    "before_start": _("Lies before the start"),
    "number_twice": _("The number stands in the file more than once"),
    "quotation_mark": _("A quotation mark stands in the wrong place"),
}

# How far a register file has come: the colour and the words.
EXTRACT_STATES: Mapping[str, tuple[str, str | Promise]] = {
    "checked": ("info", _("Waits for you")),
    "accepted": ("success", _("Taken in")),
    "accepted_with_set_aside": ("warning", _("Taken in, rows set aside")),
    "refused": ("danger", _("Refused")),
    "discarded": ("neutral", _("Thrown away")),
}

REGISTERS: Words = {
    "vigo": _("VIGO – contracts"),
    "nor": _("NOR – training offices"),
    "nlr": _("NLR – training establishments"),
}
STAGES: Words = {"preliminary": _("Preliminary"), "final": _("Final")}
