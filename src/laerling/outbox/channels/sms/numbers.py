"""A mobile number as people read it. What a number may be is decided where registers are read (register.rules.contacts)."""

from typing import Final

import phonenumbers

_NORWAY: Final = 47
# Mobile numbers are said in three, two and three figures; the library's own pairs are for landlines.
_AS_SAID: Final = phonenumbers.NumberFormat(pattern=r"(\d{3})(\d{2})(\d{3})", format=r"\1 \2 \3")


def shown(e164: str) -> str:
    """Return "+4741234567" as "412 34 567", and a foreign one with its country: "+46 70 123 45 67"."""
    number = phonenumbers.parse(e164)
    if number.country_code != _NORWAY:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return phonenumbers.format_by_pattern(number, phonenumbers.PhoneNumberFormat.NATIONAL, [_AS_SAID])


def is_foreign(e164: str) -> bool:
    """Return whether a number is of another country than Norway: it gets the message, but not always (a warning)."""
    return bool(phonenumbers.parse(e164).country_code != _NORWAY)
