"""What people write because something had to be written: addresses and numbers that nobody has. Pure (M7)."""

import re
from typing import Final

# Whole words before the @, when dots, hyphens and figures are left out: test@, test.2@, ingen-epost@, no.reply@.
_LOCALS: Final = frozenset(
    {"test", "tester", "testing", "testtest", "testtestesen", "abc", "abcd", "abcde", "abcdef", "xxx", "dummy", "fake"}
    | {"null", "noreply", "donotreply", "ikkesvar", "vetikke", "veitikkje", "finnesikke", "finstikkje"}
    | {"fornavnetternavn"}
    | {
        f"{word}{more}"
        for word in ("ingen", "mangler", "ukjent", "harikke", "harikkje")
        for more in ("", "epost", "email", "mail", "adresse", "epostadresse")
    }
)
# The first word of a domain. The example domain of our own invented people, eksempel.no, is not among them.
_DOMAINS: Final = frozenset({"test", "ingen", "mangler", "ukjent", "noreply", "dummy", "fake", "xxx", "example"})
# Endings set aside for tests and examples (RFC 2606).
_ENDINGS: Final = frozenset({"test", "example", "invalid", "localhost"})
# Fingers run along the keys.
_ALONG_THE_KEYS: Final = ("asdf", "qwert")
_BETWEEN: Final = str.maketrans("", "", "._-0123456789")
_COUNTED: Final = re.compile(r"1234?5?6?7?8?9?\Z")
# An address of one sign over and over is made up from four on: three may be somebody's initials.
_ALIKE: Final = 4

# Eight digits: seven or more alike in a row, or a run along the keys. Of ten million numbers hardly thirty look so.
_MOBILE: Final = re.compile(
    "|".join(f"{digit}{{7}}" for digit in "0123456789")
    + r"|\A(?:[0-9]1234567|[0-9]0123456|12345678|23456789|98765432|87654321|[0-9]7654321|12341234|11223344|12121212)\Z"
)


def email_made_up(email: str) -> bool:
    """Return whether an address that is written right was written because something had to be."""
    if not email:
        return False
    local, _at, domain = email.lower().rpartition("@")
    first_word, _dot, rest = domain.partition(".")
    words = local.translate(_BETWEEN)
    return (
        words in _LOCALS
        or first_word in _DOMAINS
        or rest.rpartition(".")[2] in _ENDINGS
        or len(first_word) == 1
        or words.startswith(_ALONG_THE_KEYS)
        or first_word.startswith(_ALONG_THE_KEYS)
        or (len(local) >= _ALIKE and not local.strip(local[0]))
        or _COUNTED.match(local) is not None
    )


def mobile_made_up(national: str) -> bool:
    """Return whether a Norwegian number, its eight digits, was written because something had to be."""
    return _MOBILE.search(national) is not None
