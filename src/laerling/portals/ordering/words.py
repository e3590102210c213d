"""The field's codes in people's words: why somebody is not asked, what is wrong in a register, what became of messages."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

# The rules by which `register` sets a row aside.
ROW_RULES: Words = {
    "missing": _("Must be filled in"),
    "too_long": _("Is too long"),
    "not_a_date": _("Is not a date"),
    "unknown_code": _("Is not one of the register's codes"),
    "unknown_county": _("Is not a county"),
    "check_digit": _("Is not a valid organisation number"),
    "birth_year": _("Is not a likely year of birth"),
    "not_plain_text": _("Holds characters that cannot be read"),
    "not_an_id": _("Is not a valid number or id"),
    "plain_national_id": _("Is a plain national identity number; it must be encrypted"),
    "programme_area": _("Is not a programme area code"),
    "number_of_fields": _("The row has too many or too few fields"),
    "before_start": _("Lies before the start"),
    "number_twice": _("The number stands in the file more than once"),
    "quotation_mark": _("A quotation mark stands in the wrong place"),
}

# How far a register file has come: the colour and the words.
EXTRACT_STATES: Mapping[str, tuple[str, str | Promise]] = {
    "checked": ("info", _("Waits for you")),
    "accepted": ("success", _("Taken in")),
    "accepted_with_set_aside": ("warning", _("Taken in, rows set aside")),
    "refused": ("danger", _("Refused")),
    "discarded": ("neutral", _("Thrown away")),
}

REGISTERS: Words = {
    "vigo": _("VIGO – contracts"),
    "nor": _("NOR – training offices"),
    "nlr": _("NLR – training establishments"),
}
STAGES: Words = {"preliminary": _("Preliminary"), "final": _("Final")}

_NOT_SENT: Words = {
    "answered": _("had answered already"),
    "declined": _("had asked for no more reminders"),
    "already_invited": _("had had an invitation from somebody else"),
    "at_most_reached": _("had had as many messages as anybody may get"),
    "too_soon": _("had had a message less than a week before"),
    "stopped": _("were not sent because the dispatch was stopped"),
    "closed": _("were not sent because the survey had closed"),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of some of a dispatch's messages: the words, how many, and what it means."""

    label: str
    n: int
    note: str = ""


def number(n: int) -> str:
    """Return a count as people write it: "25 034"."""
    return number_format(n)


def outcomes(counts: Mapping[str, int]) -> tuple[Outcome, ...]:
    """Return what became of a dispatch's messages, best first; what there is none of is left out."""
    # The provider's receipt comes after its acceptance, so the two are one to whoever reads.
    lines = (
        (_("Sent"), _("handed to the recipients' mail servers"), ("accepted", "delivered")),
        (_("On their way"), _("leave within minutes, or at the chosen time"), ("queued", "sending")),
        (_("Not reached"), _("the address was refused; mend it in VIGO"), ("bounced",)),
        (_("Not sent"), _("left out when the message was to leave"), ("cancelled",)),
        (_("Uncertain"), _("we could not see whether they arrived; they are not sent again"), ("unknown",)),
    )
    sums = ((label, note, sum(counts.get(state, 0) for state in states)) for label, note, states in lines)
    return tuple(Outcome(str(label), n, str(note)) for label, note, n in sums if n)


def not_sent(reasons: Mapping[tuple[str, str], int]) -> tuple[Outcome, ...]:
    """Return why messages of a dispatch were left out, by (state, reason), most first."""
    left_out = {reason: n for (state, reason), n in reasons.items() if state == "cancelled" and reason in _NOT_SENT}
    ordered = sorted(left_out.items(), key=lambda line: -line[1])
    return tuple(Outcome(str(_NOT_SENT[reason]), n) for reason, n in ordered)
