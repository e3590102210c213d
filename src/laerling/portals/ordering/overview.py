"""What the first page shows: the figures of the round for a unit, and the one thing to do next."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from laerling.access.policy import may
from laerling.access.types import Scope
from laerling.invitations import queries as invitations
from laerling.invitations.tallies import queries as tallies
from laerling.portals.ordering import calendars, words
from laerling.portals.ordering.words import number
from laerling.portals.shell.templatetags.shell import day, moment
from laerling.register import queries as register
from laerling.release import queries as release
from laerling.responses import queries as responses
from laerling.rounds import rules
from laerling.rounds.rules import Phase, RoundFacts
from laerling.sample import queries as sample


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do now: what, why, and where."""

    heading: str
    why: str
    url: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """A unit's round in figures, as far as the reader's tasks go.

    `n_asked` is None before a list is drawn; `n_answered` where showing it would say too much (fewer than five invited).
    """

    n_findings: int | None
    n_asked: int | None
    n_excluded: int
    is_final: bool
    n_dispatches: int | None
    n_invited: int
    n_reached: int
    n_answered: int | None

    @property
    def are_some(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.n_invited) or self.n_asked is not None or self.n_findings is not None


def figures(scope: Scope, this_round: RoundFacts) -> Figures:
    """Return those of the unit's figures that its reader may see. Eight queries at most, whatever the size of the unit.

    What is invited, reached and answered is as last counted.
    """
    year = this_round.year
    counts = sample.counts(scope, year) if may(scope, "register.read") else None
    if not may(scope, "progress.read"):
        return Figures(None, None, 0, False, None, 0, 0, None)  # noqa: FBT003  nothing of it
    totals = tallies.whole(scope, this_round)
    return Figures(
        n_findings=register.count_findings(scope, year) if may(scope, "finding.read") else None,
        n_asked=counts.n_asked if counts else None,
        n_excluded=counts.n_excluded if counts else 0,
        is_final=bool(counts and counts.is_final),
        n_dispatches=invitations.count_dispatches(scope, year) if may(scope, "dispatch.read") else None,
        n_invited=totals.n_invited,
        n_reached=totals.n_reached,
        n_answered=totals.n_answered,
    )


def next_step(scope: Scope, this_round: RoundFacts, seen: Figures, *, now: datetime) -> NextStep:
    """Return the one thing the unit should do now."""
    phase = rules.phase(this_round, now)
    if not may(scope, "register.read") or seen.n_asked is None or phase is Phase.BEFORE:
        return _step_without_a_list(scope, this_round, phase)
    if phase is Phase.CHECKING:
        return _checking_step(this_round, seen)
    if phase is Phase.OPEN:
        return _national_step() if scope.is_national else _sending_step(scope, this_round, seen, now)
    if phase is Phase.PREPARING:
        return _preparing_step(this_round)
    if scope.is_national and release.made(this_round.year) is None:
        return _steer_step(this_round)
    return _results_step(this_round, is_out=phase is Phase.PUBLISHED)


def _step_without_a_list(scope: Scope, this_round: RoundFacts, phase: Phase) -> NextStep:
    if may(scope, "register.read"):
        return _no_list_step(scope, this_round)
    return _step_beside_lists(scope, this_round, phase)


def _step_beside_lists(scope: Scope, this_round: RoundFacts, phase: Phase) -> NextStep:
    """Return what those do who neither order nor steer: read results, or see to who has access."""
    if phase is Phase.PUBLISHED and may(scope, "results.read"):
        return _results_step(this_round, is_out=True)
    if may(scope, "access.give"):
        return NextStep(
            _("See who has access"),
            _("You let colleagues in, and end the access of those who leave."),
            reverse("accounts:people"),
            _("Who has access"),
        )
    if may(scope, "results.read"):
        when = _("Results are shown on %(moment)s.") % {"moment": moment(this_round.results_at)}
        return NextStep(_("Nothing to do now"), when)
    return NextStep(_("Nothing to do now"), _("The calendar shows what happens when."))


def _no_list_step(scope: Scope, this_round: RoundFacts) -> NextStep:
    if scope.is_national:
        return NextStep(
            _("Take in the register extracts"),
            _("NOR and NLR first, then VIGO. Counties see their list as soon as it is drawn."),
            reverse("ordering:extracts-new"),
            _("Take in an extract"),
        )
    return NextStep(
        _("Nothing to do now"),
        _("The preliminary list comes on %(day)s.") % {"day": day(this_round.preliminary_extract_on)},
    )


def _checking_step(this_round: RoundFacts, seen: Figures) -> NextStep:
    if not seen.n_findings:
        return NextStep(
            _("No faults are left in your list"), _("A new extract may show more. Look in again before the deadline.")
        )
    return NextStep(
        ngettext(
            "%(n)s fault keeps people from being asked or reached",
            "%(n)s faults keep people from being asked or reached",
            seen.n_findings,
        )
        % {"n": number(seen.n_findings)},
        _("Mend them in VIGO, NOR or NLR before %(deadline)s. Then the final list is made.")
        % {"deadline": moment(this_round.corrections_due_at)},
        reverse("checking:home"),
        _("To the quality check"),
    )


def _preparing_step(this_round: RoundFacts) -> NextStep:
    return NextStep(
        _("Get ready for the opening"),
        _("The survey opens on %(day)s. Then you can send the invitations. Plan gatherings now: they help most.")
        % {"day": day(this_round.opens_on)},
        reverse("ordering:people"),
        _("See the list"),
    )


def _national_step() -> NextStep:
    return NextStep(
        _("See which counties have sent"),
        _("Counties must carry the survey out. Those that have not sent stand first."),
        reverse("ordering:progress"),
        _("Answers so far"),
    )


def _sending_step(scope: Scope, this_round: RoundFacts, seen: Figures, now: datetime) -> NextStep:
    """Return the dispatch that would help most now, with how long is left to answer; else that one should follow."""
    steps = invitations.advice(scope, this_round.year, now=now)
    if steps and steps[0].kind in {"invite", "invite_by_sms"}:
        waiting = seen.n_invited - seen.n_reached
        return NextStep(
            _("Send the invitation"),
            ngettext(
                "%(n)s person waits for their link. Last day to answer is %(day)s.",
                "%(n)s people wait for their link. Last day to answer is %(day)s.",
                waiting,
            )
            % {"n": number(waiting), "day": day(this_round.closes_on)},
            reverse("ordering:dispatches-new"),
            _("Make a dispatch"),
        )
    if steps:
        (line, *_rest) = words.advice_lines(steps)
        return NextStep(
            line.what, line.why, line.url or reverse("ordering:progress"), line.label or _("Answers so far")
        )
    left = calendars.days_left(this_round, now)
    return NextStep(
        _("Follow how many answer"),
        _("This is the last day to answer. Gatherings help most.")
        if left == 0
        else ngettext(
            "%(left)s day is left. Gatherings, and a reminder a week after the last message, help most.",
            "%(left)s days are left. Gatherings, and a reminder a week after the last message, help most.",
            left,
        )
        % {"left": left},
        reverse("ordering:progress"),
        _("Answers so far"),
    )


def _steer_step(this_round: RoundFacts) -> NextStep:
    status = responses.status(this_round.year)
    if status.opened_at is not None:
        why = _("The urn is opened. The next step is the protected release.")
    else:
        why = _("The survey is closed. Two key holders open the urn, then the release is made.")
    return NextStep(_("Bring the results out"), why, reverse("ordering:steer"), _("Steer the round"))


def _results_step(this_round: RoundFacts, *, is_out: bool) -> NextStep:
    if not is_out:
        return NextStep(
            _("Nothing to do now"),
            _("The answers are opened and protected. Results are shown on %(moment)s.")
            % {"moment": moment(this_round.results_at)},
        )
    return NextStep(
        _("The results are here"),
        _("Start with your own results beside the county and the country."),
        _address("reporting:home"),
        _("See the results"),
    )


def _address(name: str) -> str:
    """Return a page's address, empty where the site lacks the page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
