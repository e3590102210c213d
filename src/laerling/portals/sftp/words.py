"""The field's codes in people's words, as the files say them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

REASONS: Words = {
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
FINDINGS: Words = {
    "email_missing": _("E-mail address is missing"),
    "email_malformed": _("E-mail address is written wrongly"),
    "mobile_missing": _("Mobile number is missing"),
    "mobile_malformed": _("Mobile number is written wrongly"),
    "mobile_landline": _("Mobile number belongs to a landline"),
    "mobile_foreign": _("Mobile number is foreign"),
    "supervisor_missing": _("Training supervisor is missing"),
    "supervisor_without_contact": _("Training supervisor has no e-mail or mobile that works"),
    "office_not_in_nor": _("The training office is not active in NOR"),
    "establishment_not_in_nlr": _("The establishment is not approved in NLR"),
}
COSTS: Words = {
    "stop": _("Is not asked"),
    "unreachable": _("Cannot be reached at all"),
    "reduced": _("Can be reached in one way only"),
    "notice": _("Nothing now, but should be looked at"),
}
KINDS: Words = {"L": _("apprentice"), "O": _("training candidate")}
WRITTEN_FORMS: Words = {"B": _("bokmål"), "N": _("nynorsk"), "nb": _("bokmål"), "nn": _("nynorsk")}


def word(words: Words, code: str) -> str:
    """Return the words for a code in the language in use; a code nobody has words for stands as it is."""
    return str(words.get(code, code))
