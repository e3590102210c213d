"""What is wrong, in a few words for each kind of finding."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

FINDINGS: Final[Words] = {
    "office_not_in_nor": _("The training office is not active in NOR"),
    "establishment_not_in_nlr": _("The establishment is not approved in NLR"),
    "not_approved_yet": _("The contract is not approved yet"),
    "too_short_by_days": _("A few days too short in training"),
    "ends_before_close_by_days": _("Training ends a few days too early"),
    "interruption_touches_by_days": _("An interruption reaches a few days into the answering period"),
    "duplicate_contract": _("The person has more than one contract"),
    "same_person_twice": _("Looks like one person registered twice"),
    "not_in_newest_extract": _("The contract is not in the newest extract"),
    "email_missing": _("E-mail address is missing"),
    "email_malformed": _("E-mail address is written wrongly"),
    "email_shared": _("Several persons have the same e-mail address"),
    "email_bounced": _("The e-mail address does not work"),
    "email_same_as_supervisor": _("E-mail address is the supervisor's"),
    "email_same_as_office": _("E-mail address is the training office's"),
    "email_made_up": _("E-mail address looks made up"),
    "mobile_missing": _("Mobile number is missing"),
    "mobile_malformed": _("Mobile number is written wrongly"),
    "mobile_landline": _("Mobile number belongs to a landline"),
    "mobile_foreign": _("Mobile number is foreign"),
    "mobile_shared": _("Several persons have the same mobile number"),
    "mobile_bounced": _("The mobile number does not work"),
    "mobile_same_as_supervisor": _("Mobile number is the supervisor's"),
    "mobile_same_as_office": _("Mobile number is the training office's"),
    "mobile_made_up": _("Mobile number looks made up"),
    "supervisor_missing": _("Training supervisor is missing"),
    "supervisor_without_contact": _("Training supervisor has no e-mail or mobile that works"),
    "office_without_contact": _("The training office cannot be reached"),
}
