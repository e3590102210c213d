"""Every kind of event in plain words, and which of those done for all are told to each unit.

A test reads the whole source and fails where something is recorded that has no words here. A name that ends with *
stands for every kind that begins so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True)
class Kind:
    """What an event is called. `shared`: done for all without naming a unit, and told to every unit."""

    family: str
    sentence: str | Promise
    shared: bool = False


# What one can filter by, in the order of the year; the code stands in the address.
FAMILIES: Final[dict[str, str | Promise]] = {
    "lister": gettext_lazy("Registers and lists"),
    "utsendelser": gettext_lazy("Links and dispatches"),
    "svar": gettext_lazy("Answers and results"),
    "gjennomforing": gettext_lazy("The round"),
    "tilgang": gettext_lazy("Access"),
}

KINDS: Final[dict[str, Kind]] = {
    "register.extract.received": Kind("lister", gettext_lazy("Received a file from the registers"), shared=True),
    "register.extract.taken_in": Kind(
        "lister", gettext_lazy("Took in a file from the registers with %(n_rows)s rows"), shared=True
    ),
    "register.extract.refused": Kind("lister", gettext_lazy("Sent back a file from the registers"), shared=True),
    "register.extract.discarded": Kind("lister", gettext_lazy("Discarded a file from the registers"), shared=True),
    "register.findings.changed": Kind("lister", gettext_lazy("Worked on %(n)s faults in the registers")),
    "register.findings.downloaded": Kind("lister", gettext_lazy("Downloaded a list of %(n)s faults in the registers")),
    "register.addresses.dead": Kind("lister", gettext_lazy("Noted %(n)s addresses at which nobody is reached")),
    "register.receipt.handed_in": Kind("lister", gettext_lazy("Handed in a file that shows what was corrected")),
    "organisations.units.registered": Kind(
        "lister", gettext_lazy("Updated training offices and establishments from the registers"), shared=True
    ),
    "organisations.counties.loaded": Kind("lister", gettext_lazy("Updated the list of counties"), shared=True),
    "organisations.governors.loaded": Kind(
        "lister", gettext_lazy("Updated the list of state administrators"), shared=True
    ),
    "sample.drawn": Kind(
        "lister",
        gettext_lazy("Drew the list: %(n_asked)s people are asked, %(n_excluded)s contracts are not"),
        shared=True,
    ),
    "sample.differences.fetched": Kind("lister", gettext_lazy("Downloaded a list of %(n)s changes")),
    "sample.change.*": Kind("lister", gettext_lazy("Marked a change in the registers after the list was locked")),
    "invitations.earlier.imported": Kind(
        "svar", gettext_lazy("Took in day figures of earlier rounds (%(years)s)"), shared=True
    ),
    "invitations.calendar.made": Kind("utsendelser", gettext_lazy("Made a calendar address")),
    "invitations.calendar.revoked": Kind("utsendelser", gettext_lazy("Took a calendar address away")),
    "invitations.invitations.created": Kind(
        "utsendelser", gettext_lazy("Made %(n)s personal links to the survey"), shared=True
    ),
    "invitations.dispatch.ordered": Kind("utsendelser", gettext_lazy("Ordered a dispatch to %(n_people)s people")),
    "invitations.dispatch.stopped": Kind(
        "utsendelser", gettext_lazy("Stopped a dispatch; %(n)s messages were not sent")
    ),
    "invitations.dispatch.done": Kind("utsendelser", gettext_lazy("Finished sending a dispatch")),
    "invitations.letter.proposed": Kind(
        "utsendelser", gettext_lazy("Proposed version %(number)s of a national letter")
    ),
    "invitations.letter.published": Kind(
        "utsendelser", gettext_lazy("Published version %(number)s of a national letter"), shared=True
    ),
    "invitations.letter.withdrawn": Kind(
        "utsendelser", gettext_lazy("Took back version %(number)s of a national letter"), shared=True
    ),
    "invitations.links.sent_again": Kind(
        "utsendelser", gettext_lazy("Sent lost links again to those who asked for them (%(n)s)")
    ),
    "invitations.trial.sent": Kind(
        "utsendelser", gettext_lazy("Sent the messages of a dispatch to themselves as a test")
    ),
    "gatherings.gathering.planned": Kind("utsendelser", gettext_lazy("Planned a gathering")),
    "gatherings.gathering.changed": Kind("utsendelser", gettext_lazy("Changed a gathering")),
    "gatherings.gathering.cancelled": Kind("utsendelser", gettext_lazy("Called a gathering off")),
    "gatherings.gathering.restored": Kind("utsendelser", gettext_lazy("Planned a gathering again")),
    "gatherings.slips.ordered": Kind(
        "utsendelser", gettext_lazy("Ordered slips for a gathering of %(n_people)s people")
    ),
    "gatherings.slips.fetched": Kind("utsendelser", gettext_lazy("Downloaded the slips of a gathering")),
    "responses.round_key.made": Kind("svar", gettext_lazy("Made the key that seals the answers"), shared=True),
    "responses.round_key.given_up": Kind("svar", gettext_lazy("Gave up the key that seals the answers"), shared=True),
    "responses.holder_key.handed_in": Kind(
        "svar", gettext_lazy("Handed in the public half of key holder %(holder)s"), shared=True
    ),
    "responses.server_key.made": Kind("svar", gettext_lazy("Made the server's key for the key ceremony"), shared=True),
    "responses.key.challenged": Kind("svar", gettext_lazy("Made a challenge for the key holders"), shared=True),
    "responses.key.proven": Kind(
        "svar", gettext_lazy("Key holders %(holders)s showed that they can open the urn"), shared=True
    ),
    "responses.key.rehearsed": Kind("svar", gettext_lazy("Rehearsed with a key that was thrown away"), shared=True),
    "responses.destruction.recorded": Kind("svar", gettext_lazy("Wrote down that keys were destroyed"), shared=True),
    "responses.urn.destroyed": Kind(
        "svar", gettext_lazy("Destroyed the sealed answers, %(n_ballots)s of them"), shared=True
    ),
    "invitations.prize.drawn": Kind("svar", gettext_lazy("Drew %(n_winners)s winners among those who have answered")),
    "responses.urn.mixed": Kind("svar", gettext_lazy("Shuffled the sealed answers"), shared=True),
    "responses.urn.closed": Kind(
        "svar", gettext_lazy("Closed the survey with %(n_ballots)s sealed answers in the whole country"), shared=True
    ),
    "responses.keys.destroyed": Kind(
        "svar", gettext_lazy("Destroyed the keys that drafts and new answers are made with"), shared=True
    ),
    "responses.urn.exported": Kind("svar", gettext_lazy("Made the file of sealed answers"), shared=True),
    "responses.urn.fetched": Kind("svar", gettext_lazy("Fetched the file of sealed answers"), shared=True),
    "responses.urn.opened": Kind(
        "svar", gettext_lazy("Took in the answers that two key holders had opened: %(n_ok)s in all"), shared=True
    ),
    "release.release.made": Kind("svar", gettext_lazy("Made the protected results"), shared=True),
    "release.release.blocked": Kind(
        "svar", gettext_lazy("Stopped the results: answers of single people could be reckoned out"), shared=True
    ),
    "release.history.imported": Kind("svar", gettext_lazy("Brought in an earlier round's results"), shared=True),
    "reports.set.asked": Kind(
        "svar", gettext_lazy("Asked for the ready reports of the results: %(n_files)s files"), shared=True
    ),
    "rounds.round.made": Kind("gjennomforing", gettext_lazy("Set up the round of the year"), shared=True),
    "rounds.round.closed": Kind("gjennomforing", gettext_lazy("Ended the round"), shared=True),
    "questionnaire.version.published": Kind(
        "gjennomforing", gettext_lazy("Published a version of the questions"), shared=True
    ),
    "questionnaire.proposal.proposed": Kind(
        "gjennomforing", gettext_lazy("Handed in questions for a second person to publish")
    ),
    "questionnaire.proposal.withdrawn": Kind("gjennomforing", gettext_lazy("Took back a proposal for questions")),
    "questionnaire.proposal.restored": Kind(
        "gjennomforing", gettext_lazy("Put a proposal for questions back, to be published")
    ),
    # What the step does is told by itself.
    "season.step.taken": Kind("gjennomforing", gettext_lazy("Did what the calendar says")),
    "access.account.*": Kind("tilgang", gettext_lazy("Made or changed an account")),
    "access.grant.given": Kind("tilgang", gettext_lazy("Gave somebody access to this unit")),
    "access.grant.ended": Kind("tilgang", gettext_lazy("Ended somebody's access to this unit")),
    "access.grant.*": Kind("tilgang", gettext_lazy("Changed somebody's access to this unit")),
    "access.request.asked": Kind("tilgang", gettext_lazy("Asked for access to this unit's results")),
    "access.request.declined": Kind("tilgang", gettext_lazy("Declined somebody who asked for access")),
    "access.attestation.confirmed": Kind("tilgang", gettext_lazy("Confirmed that %(n)s people still belong")),
    "access.attestation.*": Kind(
        "tilgang", gettext_lazy("Asked every unit who still belongs, or ended what was not confirmed")
    ),
    "access.area.*": Kind("tilgang", gettext_lazy("Changed who gets into the area for files")),
    "access.office_sign_in.issued": Kind("tilgang", gettext_lazy("Made %(n)s sign-ins for training offices")),
    "access.office_sign_in.*": Kind("tilgang", gettext_lazy("Used or changed the training office's sign-in")),
    "access.office_letters.shown": Kind("tilgang", gettext_lazy("Showed %(n)s letters with sign-ins")),
    "access.*": Kind("tilgang", gettext_lazy("Signed in, or changed their own account")),
    "audit.events.exported": Kind("tilgang", gettext_lazy("Wrote what has been done to a file")),
    "audit.history.downloaded": Kind("tilgang", gettext_lazy("Downloaded this list of what has been done")),
}

SHARED: Final = frozenset(name for name, kind in KINDS.items() if kind.shared)


def kind_of(what: str) -> Kind | None:
    """Return the words of a kind of event: its own, else those of the longest beginning that has some."""
    if what in KINDS:
        return KINDS[what]
    fitting = (name for name in KINDS if name.endswith("*") and what.startswith(name[:-1]))
    return KINDS.get(max(fitting, key=len, default=""))


def sentence(what: str, details: Mapping[str, Any]) -> str:
    """Return what was done in words, its figures written as in a text; plain words where a figure is not there."""
    kind = kind_of(what)
    if kind is None:
        return _("Something that has no words here yet: %(kind)s") % {"kind": what}
    figures = {name: number_format(value) for name, value in details.items() if isinstance(value, int)}
    return str(kind.sentence) % _Figures(figures)


class _Figures(dict[str, str]):
    """Figures by name; one that was not written down when it happened shows as a dash."""

    def __missing__(self, _name: str) -> str:
        return "–"
