"""Whether somebody can be reached: what an e-mail address and a mobile number look like. Pure (M7).

States: "ok", "missing", "malformed"; for mobiles also "landline" and "foreign" (a notice, they can be reached).
"""

import re
from collections.abc import Sequence
from typing import Final

import phonenumbers

_EMAIL: Final = re.compile(
    r"(?=.{6,254}\Z)(?=.{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}\Z"
)
# How nearly all are written; the rest is looked at more closely.
_PLAIN_MOBILE: Final = re.compile(r"(?:\+47 ?)?[49][0-9]{7}\Z")
_BETWEEN_DIGITS: Final = str.maketrans("", "", " \u00a0-.()")
_NORWEGIAN: Final = re.compile(r"(?:\+47|0047|47)?([0-9]{8})\Z")
_INTERNATIONAL: Final = re.compile(r"(?:\+|00)([0-9]{7,15})\Z")
_MOBILE_FIRST: Final = frozenset("49")
_LANDLINE_FIRST: Final = frozenset("23567")
_FOREIGN_MOBILE: Final = frozenset(
    {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}
)


def email_state(email: str) -> str:
    """Return whether an address can be written to. Addresses outside ASCII cannot, by ordinary mail servers."""
    if not email:
        return "missing"
    return "ok" if _EMAIL.match(email) else "malformed"


def mobile_state(mobile: str) -> str:
    """Return whether a number can get an SMS: a Norwegian one of eight digits that starts with 4 or 9, or a foreign."""
    return "ok" if _PLAIN_MOBILE.match(mobile) else _judge(mobile)[0]


def email_states(emails: Sequence[str]) -> list[str]:
    """Return the states of many addresses."""
    written = map(_EMAIL.match, emails)
    return ["ok" if found else email_state(email) for found, email in zip(written, emails, strict=True)]


def mobile_states(mobiles: Sequence[str]) -> list[str]:
    """Return the states of many numbers."""
    written = map(_PLAIN_MOBILE.match, mobiles)
    return ["ok" if found else mobile_state(mobile) for found, mobile in zip(written, mobiles, strict=True)]


def e164(mobile: str) -> str:
    """Return the number as telephone networks write it, "+4790000000"; empty where it cannot get an SMS."""
    return _judge(mobile)[1]


def _judge(mobile: str) -> tuple[str, str]:
    if not mobile:
        return "missing", ""
    digits = mobile.translate(_BETWEEN_DIGITS)
    if norwegian := _NORWEGIAN.match(digits):
        number = norwegian[1]
        if number[0] in _MOBILE_FIRST:
            return "ok", f"+47{number}"
        return ("landline" if number[0] in _LANDLINE_FIRST else "malformed"), ""
    if abroad := _INTERNATIONAL.match(digits):
        return _judge_abroad(f"+{abroad[1]}")
    return "malformed", ""


def _judge_abroad(number: str) -> tuple[str, str]:
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return "malformed", ""
    if not phonenumbers.is_valid_number(parsed) or parsed.country_code == 47:  # noqa: PLR2004  Norway's own code
        return "malformed", ""
    if phonenumbers.number_type(parsed) not in _FOREIGN_MOBILE:
        return "landline", ""
    return "foreign", phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
