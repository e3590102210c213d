"""What a finding costs, in words: people not asked, not reached, or reached less surely."""

from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from laerling.register.words.findings import Words

# From what costs most to what costs least, as a filter and a heading say it.
SEVERITIES: Final[Words] = {
    "stop": _("People who are not asked"),
    "unreachable": _("People who cannot be reached"),
    "doubt": _("People it is uncertain whether are asked"),
    "reduced": _("People who can be reached less surely"),
    "notice": _("Should be looked at"),
}

# A fault with whoever stands between us and the apprentice costs something else than one with the apprentice's address.
_UNIT_KINDS: Final = frozenset({"office_without_contact"})
_SUPERVISOR_KINDS: Final = frozenset({"supervisor_without_contact"})


def cost(kind: str, severity: str, n_apprentices: int) -> str:
    """Return what one finding costs, "14 people are not asked"."""
    n = {"n": number_format(n_apprentices)}
    if kind in _SUPERVISOR_KINDS:
        return str(_("The supervisor is not asked"))
    if kind in _UNIT_KINDS:
        sentence = ngettext(
            "The office of %(n)s person is not reached", "The office of %(n)s people is not reached", n_apprentices
        )
        return sentence % n
    return _people(severity, n_apprentices) % n


def _people(severity: str, n: int) -> str:
    if severity == "stop":
        return ngettext("Is not asked", "%(n)s people are not asked", n)
    if severity == "unreachable":
        return ngettext("Cannot be reached", "%(n)s people cannot be reached", n)
    if severity == "doubt":
        return ngettext("May or may not be asked", "%(n)s people may or may not be asked", n)
    if severity == "reduced":
        return ngettext("Can be reached in one way only", "%(n)s people can be reached in one way only", n)
    return str(_("Nothing now, but should be looked at"))
