"""The round's steps from the first extract to the published results: which are taken, which is next."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from laerling.access.types import Scope
from laerling.invitations import queries as invitations
from laerling.kernel import jobs
from laerling.kernel.jobs import JobState
from laerling.portals.ordering.making import Bar, making_bar, making_words
from laerling.portals.ordering.words import number
from laerling.portals.shell.templatetags.shell import day, moment
from laerling.register import queries as register
from laerling.release import queries as release
from laerling.release.queries import ProgressFacts, ReleaseFacts
from laerling.responses import queries as responses
from laerling.responses.queries import UrnStatus
from laerling.responses.rules import PROOF_DAYS, is_fresh
from laerling.rounds.rules import RoundFacts
from laerling.sample import queries as sample
from laerling.sample.queries import SampleRow
from laerling.season.rules import Step as SeasonStep
from laerling.season.rules import timetable

EXPORT_JOB = "responses.export_urn"
IMPORT_JOB = "responses.import_opened"
RELEASE_JOB = "release.make_release"
DEMO_JOB = "demo.open_urn"


@dataclass(frozen=True, slots=True)
class Step:
    """One step as shown: `state` is done, next, later or working; `code` is a hash to be compared by eye.

    `bar` is how far the worker has come with it, where it tells.
    """

    key: str
    title: str
    text: str
    state: str = "later"
    code: str = ""
    bar: Bar | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What the steps are read from."""

    stages: frozenset[str]
    drawn: SampleRow | None
    n_invited: int
    urn: UrnStatus
    release: ReleaseFacts | None
    blocked_at: datetime | None
    working: frozenset[str]
    making: JobState | None
    progress: ProgressFacts | None

    @property
    def can_draw(self) -> str:
        """The stage whose list may be drawn now: there are contracts, and it is not frozen; empty for none."""
        if self.drawn is not None and self.drawn.frozen_at is not None:
            return ""
        return next((stage for stage in ("final", "preliminary") if stage in self.stages), "")


def look(scope: Scope, this_round: RoundFacts) -> Seen:
    """Return how far the round has come. No more than twelve queries."""
    year = this_round.year
    working = jobs.waiting(EXPORT_JOB, IMPORT_JOB, RELEASE_JOB, DEMO_JOB, round_year=year)
    return Seen(
        stages=frozenset(row.stage for row in register.extracts(year) if row.register == "vigo"),
        drawn=sample.latest(year),
        n_invited=invitations.totals(scope, year).n_invited,
        urn=responses.status(year),
        release=release.made(year),
        blocked_at=release.blocked_at(year),
        working=working,
        making=jobs.newest(RELEASE_JOB, round_year=year),
        progress=release.progress(year) if RELEASE_JOB in working else None,
    )


def steps(this_round: RoundFacts, seen: Seen, *, now: datetime) -> tuple[Step, ...]:
    """Return the round's steps in order; the first that is not done is next."""
    found = (
        _extracts(this_round, seen),
        _sample(this_round, seen),
        _key(this_round, seen, now),
        _links(this_round, seen),
        _closed(this_round, seen),
        _exported(seen),
        _opened(seen),
        _released(seen, now),
        _published(this_round, seen, now),
    )
    first = next((step.key for step in found if step.state != "done"), "")
    return tuple(replace(step, state="next") if step.key == first and step.state == "later" else step for step in found)


def _extracts(this_round: RoundFacts, seen: Seen) -> Step:
    if "final" in seen.stages:
        return Step("extracts", _("Extracts"), _("The final extract of VIGO is taken in."), "done")
    if "preliminary" in seen.stages:
        text = _("The preliminary extract is taken in. The final one is due on %(day)s.")
    else:
        text = _("Take in NOR, NLR and the preliminary extract of VIGO. The final one is due on %(day)s.")
    return Step("extracts", _("Extracts"), text % {"day": day(this_round.final_extract_on)})


def _sample(this_round: RoundFacts, seen: Seen) -> Step:
    drawn = seen.drawn
    title = _("The list")
    if drawn is not None and drawn.frozen_at is not None:
        text = _("Frozen on %(day)s: %(asked)s people are asked, %(excluded)s contracts are not.")
        figures = {"day": day(drawn.frozen_at), "asked": number(drawn.n_asked), "excluded": number(drawn.n_excluded)}
        return Step("sample", title, text % figures, "done")
    by_itself = _("The final list is drawn and frozen by itself on %(moment)s.") % {
        "moment": moment(_due(this_round, SeasonStep.FREEZE_SAMPLE))
    }
    if drawn is None:
        return Step("sample", title, by_itself)
    text = _("Drawn on %(day)s: %(asked)s people would be asked. %(then)s")
    return Step("sample", title, text % {"day": day(drawn.drawn_at), "asked": number(drawn.n_asked), "then": by_itself})


def _key(this_round: RoundFacts, seen: Seen, now: datetime) -> Step:
    title, urn = _("The urn's key"), seen.urn
    if urn.key_made_at is None:
        return Step("key", title, _("Three key holders make it together before the survey opens."))
    if not urn.key_matches:
        text = _("Stop: the key in the database is not the one pinned in this installation. No answer is taken in.")
        return Step("key", title, text, "next", urn.fingerprint)
    text = _("Made on %(day)s. Its fingerprint:") % {"day": day(urn.key_made_at)}
    if urn.closed_at is None:
        text = f"{_proof(this_round, urn, now)}{text}"
    is_ready = urn.closed_at is not None or is_fresh(urn.proven_at, at=this_round.opens_at)
    return Step("key", title, text, "done" if is_ready else "next", urn.fingerprint)


def _proof(this_round: RoundFacts, urn: UrnStatus, now: datetime) -> str:
    """Return what is wrong with the proof that two holders have the key; nothing where all is well."""
    if not is_fresh(urn.proven_at, at=this_round.opens_at):
        return _("The survey cannot open before two key holders have shown that they can open the urn.") + " "
    if now >= this_round.opens_at and not is_fresh(urn.proven_at, at=now):
        text = _(
            "It is more than %(days)s days since two key holders showed that they can open the urn. Let them show it again."
        )
        return text % {"days": PROOF_DAYS} + " "
    return ""


def _links(this_round: RoundFacts, seen: Seen) -> Step:
    if seen.n_invited:
        return Step("links", _("Personal links"), _("%(n)s links are made.") % {"n": number(seen.n_invited)}, "done")
    at = moment(_due(this_round, SeasonStep.CREATE_INVITATIONS))
    return Step("links", _("Personal links"), _("Made by themselves on %(moment)s.") % {"moment": at})


def _closed(this_round: RoundFacts, seen: Seen) -> Step:
    title, urn = _("Closing"), seen.urn
    if urn.closed_at is None:
        text = _("The urn closes by itself when the last day to answer, %(day)s, is over.")
        return Step("closed", title, text % {"day": day(this_round.closes_on)})
    text = _("Closed on %(moment)s with %(n)s ballots. The urn's root hash:")
    figures = {"moment": moment(urn.closed_at), "n": number(urn.n_ballots or 0)}
    return Step("closed", title, text % figures, "done", urn.root_hash)


def _exported(seen: Seen) -> Step:
    title, urn = _("The urn to the key holders"), seen.urn
    if EXPORT_JOB in seen.working:
        return Step("exported", title, _("The file is being made."), "working")
    if urn.exported_at is not None:
        return Step("exported", title, _("Exported on %(moment)s.") % {"moment": moment(urn.exported_at)}, "done")
    return Step("exported", title, _("The sealed ballots in one file. Only two key holders together can open it."))


def _opened(seen: Seen) -> Step:
    title, urn = _("Opening"), seen.urn
    if seen.working & {IMPORT_JOB, DEMO_JOB}:
        return Step("opened", title, _("The answers are being taken in."), "working")
    if urn.opened_at is not None:
        text = _("Opened on %(moment)s: %(ok)s answers, %(rejected)s ballots left out.")
        figures = {
            "moment": moment(urn.opened_at),
            "ok": number(urn.n_ok or 0),
            "rejected": number(urn.n_rejected or 0),
        }
        return Step("opened", title, text % figures, "done")
    return Step("opened", title, _("Two of the three key holders open the urn. Hand in the opened file here."))


def _released(seen: Seen, now: datetime) -> Step:
    title, making = _("Protected results"), seen.making
    if RELEASE_JOB in seen.working:
        words, bar = making_words(making, seen.progress, now), making_bar(making, seen.progress)
        return Step("released", title, words, "working", bar=bar)
    if seen.release is not None:
        text = _("Made on %(moment)s. The release's hash:") % {"moment": moment(seen.release.made_at)}
        return Step("released", title, text, "done", seen.release.content_hash)
    if making is not None and making.status == "failed":
        text = _(
            "Something broke down on %(moment)s, and nothing was made. Make the results again. If it breaks down once "
            "more, tell those who run the system."
        )
        return Step("released", title, text % {"moment": moment(now - making.lasted)})
    if seen.blocked_at is not None:
        text = _(
            "Stopped on %(moment)s: answers of single people could be reckoned out. Nothing is shown. Give the round a plan with fewer tables, and make the results again."
        )
        return Step("released", title, text % {"moment": moment(seen.blocked_at)})
    return Step(
        "released", title, _("The answers are counted once, small groups are protected, and the figures are frozen.")
    )


def _published(this_round: RoundFacts, seen: Seen, now: datetime) -> Step:
    title, at = _("Results are shown"), moment(this_round.results_at)
    if seen.release is None:
        return Step("published", title, _("Shown by themselves on %(moment)s, when they are made.") % {"moment": at})
    if now < this_round.results_at:
        return Step("published", title, _("Shown by themselves on %(moment)s.") % {"moment": at})
    return Step("published", title, _("Shown since %(moment)s.") % {"moment": at}, "done")


def _due(this_round: RoundFacts, step: SeasonStep) -> datetime:
    return next(entry.at for entry in timetable(this_round) if entry.step == step)


def demo_opens() -> bool:
    """Return whether the demo's own key files may open the urn from the page."""
    return bool(settings.DEMO)
