"""What people write because something had to be written: addresses and numbers that nobody has. Pure (M7).

The patterns are read by Python and by PostgreSQL alike, so that one definition judges one value and a whole register.
"""

import re
from typing import Final

_BETWEEN: Final = "[._-]?"
_MAIL: Final = f"(?:{_BETWEEN}(?:e{_BETWEEN}post|e{_BETWEEN}mail|mail|adresse))?"
# Words before the @, alone or with a number after them: test@, test2@, ingen.epost@, no-reply@.
_LOCAL_WORDS: Final = (
    f"test(?:er|ing|{_BETWEEN}testesen|{_BETWEEN}test)?",
    "asdf[a-z]*",
    "qwert[a-z]*",
    "abcd?e?f?",
    "xxx+",
    "dummy",
    "fake",
    "null",
    f"ingen{_MAIL}",
    f"mangler{_MAIL}",
    f"ukjent{_MAIL}",
    f"har{_BETWEEN}ikke{_MAIL}",
    f"har{_BETWEEN}ikkje{_MAIL}",
    f"vet{_BETWEEN}ikke",
    f"veit{_BETWEEN}ikkje",
    f"finnes{_BETWEEN}ikke",
    f"finst{_BETWEEN}ikkje",
    f"no{_BETWEEN}reply",
    f"do{_BETWEEN}not{_BETWEEN}reply",
    f"ikke{_BETWEEN}svar",
    f"fornavn{_BETWEEN}etternavn",
)
# Names of domains that are words for nothing; the endings are set aside for examples (RFC 2606), and no .no or .com
# has one letter only. The example domain of our own invented people, eksempel.no, is not among them.
_DOMAIN_WORDS: Final = (
    "test",
    "asdf[a-z]*",
    "qwert[a-z]*",
    "ingen",
    "mangler",
    "ukjent",
    "noreply",
    "dummy",
    "fake",
    "xxx+",
    "[a-z0-9]",
)
_FOUR_ALIKE: Final = "|".join(f"{sign}{{4,}}" for sign in "abcdefghijklmnopqrstuvwxyz0123456789")

EMAIL_PATTERN: Final = (
    rf"\A(?:{'|'.join(_LOCAL_WORDS)}){_BETWEEN}[0-9]*@"
    rf"|\A(?:{_FOUR_ALIKE}|123[4-9]*)@"
    rf"|@(?:{'|'.join(_DOMAIN_WORDS)})\.[a-z]+\Z"
    r"|@example\.(?:com|net|org|no)\Z"
    r"|\.(?:test|example|invalid|localhost)\Z"
)
# Eight digits: seven or more alike, or a run along the keys. Of ten million ordinary numbers two or three look so.
MOBILE_PATTERN: Final = (
    "|".join(f"{digit}{{7}}" for digit in "0123456789")
    + r"|\A(?:[0-9]1234567|[0-9]0123456|12345678|23456789|98765432|87654321|[0-9]7654321|12341234|11223344|12121212)\Z"
)

_EMAIL: Final = re.compile(EMAIL_PATTERN)
_MOBILE: Final = re.compile(MOBILE_PATTERN)


def email_made_up(email: str) -> bool:
    """Return whether an address that is written right was written because something had to be."""
    return _EMAIL.search(email.lower()) is not None


def mobile_made_up(national: str) -> bool:
    """Return whether a Norwegian number, its eight digits, was written because something had to be."""
    return _MOBILE.search(national) is not None
