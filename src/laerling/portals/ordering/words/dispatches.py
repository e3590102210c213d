"""Dispatches in people's words: whom one is for, who is left out and why, what became of the messages and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from laerling.invitations.rules import Audience
from laerling.invitations.types import Neighbour
from laerling.portals.ordering.words.registers import Words
from laerling.portals.shell.templatetags.shell import moment

# Kind and channel together, as a heading.
_CALLED: Final[Mapping[tuple[str, str], str | Promise]] = {
    ("invitation", "email"): _("Invitation by e-mail"),
    ("invitation", "sms"): _("Invitation by SMS"),
    ("invitation", "either"): _("Invitation by e-mail, else SMS"),
    ("reminder", "email"): _("Reminder by e-mail"),
    ("reminder", "sms"): _("Reminder by SMS"),
    ("reminder", "either"): _("Reminder by e-mail, else SMS"),
}

# Why somebody of the audience gets nothing, before it is sent.
_LEFT_OUT: Final = {
    "answered": ngettext_lazy("%(n)s who has answered", "%(n)s who have answered", "n"),
    "declined": ngettext_lazy(
        "%(n)s who has asked for no more messages", "%(n)s who have asked for no more messages", "n"
    ),
    "left_training": ngettext_lazy(
        "%(n)s whose training has ended or been interrupted since the list was locked",
        "%(n)s whose training has ended or been interrupted since the list was locked",
        "n",
    ),
    "already_invited": ngettext_lazy(
        "%(n)s who has had an invitation, from you or from somebody else",
        "%(n)s who have had an invitation, from you or from somebody else",
        "n",
    ),
    "not_invited": ngettext_lazy(
        "%(n)s who has not had an invitation yet", "%(n)s who have not had an invitation yet", "n"
    ),
    "too_soon": ngettext_lazy(
        "%(n)s who had a message less than a week before", "%(n)s who had a message less than a week before", "n"
    ),
    "in_another": ngettext_lazy(
        "%(n)s who is in another dispatch that leaves first", "%(n)s who are in another dispatch that leaves first", "n"
    ),
    "at_most_reached": ngettext_lazy(
        "%(n)s who has had as many messages as anybody may get",
        "%(n)s who have had as many messages as anybody may get",
        "n",
    ),
    "no_address": ngettext_lazy(
        "%(n)s who cannot be reached this way: no address of their own that works",
        "%(n)s who cannot be reached this way: no address of their own that works",
        "n",
    ),
}

# Why a message that was ordered did not leave.
_NOT_SENT: Final[Words] = {
    "answered": _("had answered already"),
    "declined": _("had asked for no more messages"),
    "left_training": _("had ended or interrupted their training"),
    "already_invited": _("had had an invitation from somebody else"),
    "at_most_reached": _("had had as many messages as anybody may get"),
    "too_soon": _("had had a message less than a week before"),
    "no_address": _("had no address of their own that works"),
    "stopped": _("were not sent because the dispatch was stopped"),
    "closed": _("were not sent because the survey had closed"),
}

_GAVE_UP: Final = _("could not be delivered in a day of tries; they can be written to again in another dispatch")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of some of a dispatch's messages: the words, how many, and what it means or what to do."""

    label: str
    n: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Delay:
    """A channel whose provider fails, and until when nothing is handed to it."""

    channel: str
    until: datetime


def called(kind: str, channel: str) -> str:
    """Return what a dispatch is called: "Reminder by SMS"."""
    return str(_CALLED[kind, channel])


def groups(audience: Audience) -> tuple[str, ...]:
    """Return in words the groups of people an audience is narrowed to, offices and trades left out."""
    narrowed = (
        (audience.only_not_invited, _("those who have had no message")),
        (audience.only_without_email, _("those whom e-mail does not reach")),
        (audience.only_mail_so_far, _("those who have had e-mail, and no SMS yet")),
    )
    return tuple(str(label) for is_so, label in narrowed if is_so)


def left_out(counts: Mapping[str, int]) -> tuple[str, ...]:
    """Return who of an audience gets nothing and why, most first."""
    ordered = sorted(counts.items(), key=lambda line: -line[1])
    return tuple(str(_LEFT_OUT[name] % {"n": n}) for name, n in ordered if n)


def neighbour(other: Neighbour) -> str:
    """Return in words another dispatch that goes to some of the same people."""
    return gettext("%(n)s are in «%(what)s» from %(who)s, which leaves %(when)s.") % {
        "n": number_format(other.n),
        "what": called(other.kind, other.channel),
        "who": other.owner_name,
        "when": moment(other.send_at),
    }


def outcomes(counts: Mapping[str, int]) -> tuple[Outcome, ...]:
    """Return what became of a dispatch's messages, best first; what there is none of is left out."""
    lines = (
        (_("Arrived"), _("the recipient's phone or mail server has it"), ("delivered",)),
        (_("Sent"), _("handed to the network; nothing has come back"), ("accepted",)),
        (_("On their way"), _("leave within minutes, or at the chosen time"), ("queued", "sending")),
        (_("Not reached"), _("the address does not work; mend it in VIGO"), ("bounced",)),
        (_("Not sent"), _("left out when the message was to leave"), ("cancelled",)),
        (_("Uncertain"), _("we could not see whether they arrived; they are not sent twice"), ("unknown",)),
    )
    sums = ((label, note, sum(counts.get(state, 0) for state in states)) for label, note, states in lines)
    return tuple(Outcome(str(label), n, str(note)) for label, note, n in sums if n)


def not_sent(reasons: Mapping[tuple[str, str], int]) -> tuple[Outcome, ...]:
    """Return why messages of a dispatch were left out, by (state, reason), most first."""
    counted = {reason: n for (state, reason), n in reasons.items() if state == "cancelled" and reason in _NOT_SENT}
    ordered = sorted(counted.items(), key=lambda line: -line[1])
    return tuple(Outcome(str(_NOT_SENT[reason]), n) for reason, n in ordered)


def not_reached(reasons: Mapping[tuple[str, str], int]) -> tuple[Outcome, ...]:
    """Return which of the messages that reached nobody were given up, and not refused."""
    n = reasons.get(("bounced", "gave_up"), 0)
    return (Outcome(str(_GAVE_UP), n),) if n else ()
