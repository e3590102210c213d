"""The rules a row may break, and why files are refused, in people's words."""

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

# Why a file was refused, by the refusal's code: what the list of extracts says afterwards, when its figures are gone.
REFUSED: dict[str, str | Promise] = {
    "unreadable_file": _("It is not a CSV file or an XLSX workbook that can be read."),
    "broken_row": _("A quotation mark is not closed."),
    "unsafe_workbook": _("The workbook holds macros, formulas or links to other files."),
    "wrong_register": _("It is a file from another register."),
    "missing_column": _("It lacks columns."),
    "column_twice": _("It has columns more than once."),
    "wrong_count_date": _("Its count date does not fit the list."),
    "several_count_dates": _("It has more than one count date."),
    "no_rows": _("It has no rows."),
    "no_usable_rows": _("None of its rows can be used."),
    "too_large": _("It is larger than any register is."),
    "corrections_closed": _("It came after the deadline for corrections."),
    "round_closed": _("The round was closed."),
}
