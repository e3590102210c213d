"""The field's codes in people's words, as the files say them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

KINDS: Words = {"L": _("apprentice"), "O": _("training candidate")}
WRITTEN_FORMS: Words = {"B": _("bokmål"), "N": _("nynorsk"), "nb": _("bokmål"), "nn": _("nynorsk")}


def word(words: Words, code: str) -> str:
    """Return the words for a code in the language in use; a code nobody has words for stands as it is."""
    return str(words.get(code, code))
