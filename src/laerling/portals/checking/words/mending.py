"""Where a finding is mended, by whom, and what to do first."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laerling.register.words import Words

REGISTERS: Final[Words] = {
    "vigo": gettext_lazy("VIGO – contracts"),
    "nor": gettext_lazy("NOR – training offices"),
    "nlr": gettext_lazy("NLR – training establishments"),
}

_WHO: Final[Words] = {
    "registrar": gettext_lazy("Whoever keeps NOR and NLR at the county authority"),
    "office": gettext_lazy("The training office finds out what is right, and the county authority mends"),
    "county": gettext_lazy("The county authority, together with the establishment"),
}


def who(mended_by: str) -> str:
    """Return by whom a finding is mended: whoever may write in the register, and whoever knows what is right."""
    return str(_WHO[mended_by])


def how(kind: str, column: str) -> str:
    """Return what to do first, in one sentence. `column` is the heading of the field in the register."""
    if kind.startswith(("email_", "mobile_")):
        return _("Ask the apprentice, and write the answer in the field “%(column)s”.") % {"column": column}
    if kind.startswith("supervisor_"):
        return _("Ask the establishment who the supervisor is and how they are reached.")
    if kind in {"office_not_in_nor", "establishment_not_in_nlr"}:
        return _("Find out whether the organisation number is right, and whether the approval is registered.")
    if kind == "office_without_contact":
        return _("Register an e-mail address in NOR, or give somebody at the office access here.")
    return _("Set the contract beside what the papers say.")
