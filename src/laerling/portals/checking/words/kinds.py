"""What is wrong, for each kind of `register` findings: a label for lists, and a sentence for whoever shall mend it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from laerling.register.words import FINDINGS, Words

_MEANINGS: Final[Words] = {
    "office_not_in_nor": _(
        "Apprentices are asked only where their training office is registered as active in NOR on the day the list "
        "is made final."
    ),
    "establishment_not_in_nlr": _(
        "Apprentices are asked only where their establishment is registered as approved in NLR on the day the list "
        "is made final."
    ),
    "not_approved_yet": _("The contract must be approved by 1 October for the apprentice to be asked."),
    "too_short_by_days": _(
        "With the start date that is registered, the apprentice misses the time in training by a few days. Check that "
        "the date is right. If it is, there is nothing to mend."
    ),
    "ends_before_close_by_days": _(
        "With the end date that is registered, training ends a few days before the last day to answer. Check that "
        "the date is right. If it is, there is nothing to mend."
    ),
    "interruption_touches_by_days": _(
        "The interruption that is registered overlaps the answering period by a few days, so the apprentice is not "
        "asked. Check that the dates are right. If they are, there is nothing to mend."
    ),
    "duplicate_contract": _(
        "The person is asked once, by one of the contracts. Check that the contract that counts is the right one, and "
        "that the other is closed if it has ended."
    ),
    "same_person_twice": _(
        "Two persons in the register have the same name, year of birth and address or number. If it is one person, "
        "they get two letters, and are counted twice."
    ),
    "not_in_newest_extract": _(
        "The newest extract from the county does not have this contract, so what we know of it is older. Check whether "
        "the contract has ended or been moved."
    ),
    "email_missing": _("Without an address, no letter can be sent by e-mail."),
    "email_malformed": _("The address is not written as an e-mail address, so nothing can be sent to it."),
    "email_shared": _("A link is personal. At an address that several persons have, others can open it."),
    "email_bounced": _(
        "A letter we sent came back: nobody receives mail at this address. Nothing more is sent to it. The fault is mended "
        "when a newer extract has another address."
    ),
    "email_same_as_supervisor": _("A link is personal. At this address the supervisor gets it."),
    "email_same_as_office": _("A link is personal. At this address the training office gets it."),
    "email_made_up": _("The address looks like something filled in because something had to be there."),
    "mobile_missing": _("Without a mobile number, no text message can be sent."),
    "mobile_malformed": _("The number is not a mobile number, so nothing can be sent to it."),
    "mobile_landline": _("Text messages do not reach a landline."),
    "mobile_foreign": _(
        "Text messages to foreign numbers are sent, but do not always arrive. Check that the number is right."
    ),
    "mobile_shared": _("A link is personal. At a number that several persons have, others can open it."),
    "mobile_bounced": _(
        "The network says that nobody has this number. Nothing more is sent to it. The fault is mended when a newer "
        "extract has another number."
    ),
    "mobile_same_as_supervisor": _("A link is personal. At this number the supervisor gets it."),
    "mobile_same_as_office": _("A link is personal. At this number the training office gets it."),
    "mobile_made_up": _("The number looks like something filled in because something had to be there."),
    "supervisor_missing": _(
        "Without a supervisor on the contract, this apprentice does not count when it is chosen who answers for the establishment."
    ),
    "supervisor_without_contact": _(
        "The supervisor has neither an e-mail address nor a mobile number that works, and cannot be asked to answer "
        "for the establishment."
    ),
    "office_without_contact": _(
        "NOR has neither an e-mail address nor a telephone number for the office, and nobody there has access. It "
        "cannot send to its own apprentices."
    ),
}


def label(kind: str) -> str:
    """Return what is wrong in a few words; the code itself for a kind nobody has put into words."""
    return str(FINDINGS.get(kind, kind))


def meaning(kind: str) -> str:
    """Return in a sentence or two why it matters; empty for an unknown kind."""
    return str(_MEANINGS.get(kind, ""))
