"""The rules a row may break, in people's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RULES: dict[str, str | Promise] = {
    "missing": _("a value is missing"),
    "too_long": _("the value is too long"),
    "not_a_date": _("not a date"),
    "unknown_code": _("not one of the register's codes"),
    "unknown_county": _("not the number of a county"),
    "check_digit": _("not an organisation number"),
    "birth_year": _("not a year of birth that can be"),
    "not_plain_text": _("characters that do not belong in a name"),
    "not_an_id": _("characters that do not belong in a number or id"),
    "plain_national_id": _("a national identity number that is not encrypted"),
    "programme_area": _("not a programme area code"),
    "before_start": _("ends before it starts"),
    "number_twice": _("the number stands in the file more than once"),
    "number_of_fields": _("fewer or more fields than the file has columns"),
    "quotation_mark": _("a quotation mark in the wrong place"),
}
