"""How far mending has come, in words, and back from words to codes for lists that come back."""

from typing import Final

from django.utils.translation import override, pgettext_lazy

from laerling.register.words import Words

# What people say themselves.
STATUSES: Final[Words] = {
    "new": pgettext_lazy("finding", "New"),
    "seen": pgettext_lazy("finding", "Seen"),
    "being_mended": pgettext_lazy("finding", "Being mended"),
    "mended": pgettext_lazy("finding", "Said to be mended"),
    "will_not_be_mended": pgettext_lazy("finding", "Will not be mended"),
}
# With what the extracts prove.
STATES: Final[Words] = {**STATUSES, "closed": pgettext_lazy("finding", "Proved mended")}
_LANGUAGES: Final = ("nb", "nn", "en")


def status_of(words: str) -> str | None:
    """Return the status that a cell names, in any of the languages or as a code; None where it names none.

    "Proved mended" is for the extracts to say: it is "", which leaves the status as it is.
    """
    return _by_words().get(_folded(words))


def _by_words() -> dict[str, str]:
    found = {code: code for code in STATUSES}
    for language in _LANGUAGES:
        with override(language):
            found |= {_folded(str(words)): code for code, words in STATUSES.items()}
            found[_folded(str(STATES["closed"]))] = ""
    return found


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())
