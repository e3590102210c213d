"""Why somebody is not asked, in people's words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The reasons of `rules`, in the order they are checked (M4).
REASONS: Final[Mapping[str, str | Promise]] = {
    "contract_type": _("The contract is of a type that is not in the survey"),
    "not_approved": _("The county had not approved the contract by 1 October"),
    "too_short": _("Has not been in training long enough on 1 October"),
    "interrupted": _("Interrupted during the answering period"),
    "ended": _("The contract has ended"),
    "ends_before_close": _("Training ends before the last day to answer"),
    "no_establishment": _("No establishment or training office on the contract"),
    "not_in_nor": _("The training office is not active in NOR"),
    "not_in_nlr": _("The establishment is not approved in NLR"),
    "duplicate_person": _("Is asked by another contract"),
}
