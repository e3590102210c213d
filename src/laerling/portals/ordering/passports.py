"""The sample passport in words: what each rule looked at and what came of it, as one can read it aloud."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from laerling.organisations import queries as organisations
from laerling.portals.ordering.words import STAGES, Words
from laerling.portals.shell.templatetags.shell import day
from laerling.sample.queries import Mark, Passport, StageView
from laerling.sample.rules import RuleOutcome
from laerling.sample.words import REASONS

# What must hold, in the order the rules are checked.
RULES: Words = {
    "contract_type": gettext_lazy("Apprentice or training candidate"),
    "not_approved": gettext_lazy("Approved contract"),
    "too_short": gettext_lazy("Long enough in training"),
    "interrupted": gettext_lazy("Not interrupted"),
    "ended": gettext_lazy("Not ended"),
    "ends_before_close": gettext_lazy("In training to the last day to answer"),
    "no_establishment": gettext_lazy("Has an establishment or a training office"),
    "not_in_nor": gettext_lazy("Training office active in NOR"),
    "not_in_nlr": gettext_lazy("Establishment approved in NLR"),
    "duplicate_person": gettext_lazy("Asked by one contract only"),
}

# The contract types of the register (C13).
KINDS: Words = {
    "L": gettext_lazy("apprenticeship contract"),
    "O": gettext_lazy("training contract"),
    "P": gettext_lazy("practice certificate"),
    "F": gettext_lazy("trade certificate at work"),
    "V": gettext_lazy("third year in school"),
}

CHANGES: Words = {
    "interrupted": gettext_lazy("Interrupted"),
    "ended": gettext_lazy("Ended"),
    "moved": gettext_lazy("Moved"),
}

Seen = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Word:
    """One list's word on one rule: `verdict` is met, broken or aside (nothing to look at)."""

    verdict: str
    sentence: str


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule, and each list's word on it, in the order of the passport's stages."""

    title: str
    words: tuple[tuple[str, Word], ...]


@dataclass(frozen=True, slots=True)
class MarkLine:
    """A change after the list was locked, in words."""

    title: str
    text: str
    count_date: date | None
    is_taken_back: bool
    mark: Mark


def rule_lines(passport: Passport) -> tuple[RuleLine, ...]:
    """Return the rules in order, with every list's word on each."""
    stages = [str(STAGES[view.stage]) for view in passport.stages]
    columns = [_words(view) for view in passport.stages]
    return tuple(
        RuleLine(str(title), tuple(zip(stages, (column[reason] for column in columns), strict=True)))
        for reason, title in RULES.items()
    )


def why_not(view: StageView) -> tuple[str, ...]:
    """Return the reasons that keep a contract out, in words."""
    return tuple(str(REASONS[outcome.reason]) for outcome in view.outcomes if outcome.holds)


def mark_lines(marks: tuple[Mark, ...]) -> tuple[MarkLine, ...]:
    """Return what was marked after the list was locked, in words."""
    counties = organisations.county_names() if any("county_code" in mark.what for mark in marks) else {}
    return tuple(
        MarkLine(
            title=str(CHANGES[mark.kind]),
            text=_change(mark, counties),
            count_date=mark.count_date,
            is_taken_back=mark.taken_back_at is not None,
            mark=mark,
        )
        for mark in marks
    )


def _words(view: StageView) -> dict[str, Word]:
    return {outcome.reason: _word(outcome) for outcome in view.outcomes}


def _word(outcome: RuleOutcome) -> Word:
    verdict = "broken" if outcome.holds else "met" if outcome.matters else "aside"
    return Word(verdict, _SENTENCES[outcome.reason](outcome, outcome.seen))


def _contract_type(outcome: RuleOutcome, seen: Seen) -> str:
    figures = {"code": seen["kind"], "name": KINDS.get(seen["kind"], "–")}
    if outcome.holds:
        return _("The contract is of type %(code)s, %(name)s, which is not in the survey.") % figures
    return _("The contract is of type %(code)s, %(name)s.") % figures


def _not_approved(outcome: RuleOutcome, seen: Seen) -> str:
    figures = {"approved": day(seen["approved_on"]), "counted": day(seen["counted_on"])}
    if seen["approved_on"] is None:
        return _("No approval is registered. The contract must be approved by %(counted)s.") % figures
    if outcome.holds:
        return _("Approved on %(approved)s, which is after %(counted)s.") % figures
    return _("Approved on %(approved)s, which is by %(counted)s.") % figures


def _too_short(_outcome: RuleOutcome, seen: Seen) -> str:
    reached, counted = seen["reached_on"], seen["counted_on"]
    sum_ = ngettext(
        "Training from %(starts)s + %(months)s month = %(reached)s",
        "Training from %(starts)s + %(months)s months = %(reached)s",
        seen["months"],
    ) % {"starts": day(seen["starts_on"]), "months": seen["months"], "reached": day(reached)}
    if reached == counted:
        relation = (
            _("which is %(counted)s itself. It must be before.")
            if seen["more_than"]
            else _("which is %(counted)s itself. That is enough.")
        )
    else:
        relation = _("which is before %(counted)s.") if reached < counted else _("which is after %(counted)s.")
    return f"{sum_}, {relation % {'counted': day(counted)}}"


def _interrupted(outcome: RuleOutcome, seen: Seen) -> str:
    if seen["interrupted_from"] is None:
        return _("No interruption is registered.")
    figures = {
        "start": day(seen["interrupted_from"]),
        "end": day(seen["interrupted_to"]),
        "opens": day(seen["opens_on"]),
        "closes": day(seen["closes_on"]),
    }
    if seen["interrupted_to"] is None:
        when = _("Interrupted from %(start)s, with no end registered.") % figures
    else:
        when = _("Interrupted from %(start)s to %(end)s.") % figures
    touches = (
        _("That touches the days to answer, %(opens)s to %(closes)s.")
        if outcome.holds
        else _("That does not touch the days to answer, %(opens)s to %(closes)s.")
    )
    return f"{when} {touches % figures}"


def _ended(outcome: RuleOutcome, seen: Seen) -> str:
    if outcome.holds:
        return _("The contract is registered as ended, with the code %(code)s.") % {"code": seen["end_code"]}
    return _("No end code is registered.")


def _ends_before_close(outcome: RuleOutcome, seen: Seen) -> str:
    figures = {"ends": day(seen["ends_on"]), "closes": day(seen["closes_on"])}
    if outcome.holds:
        return _("Training to %(ends)s, which is before the last day to answer, %(closes)s.") % figures
    return _("Training to %(ends)s, which is not before the last day to answer, %(closes)s.") % figures


def _no_establishment(outcome: RuleOutcome, seen: Seen) -> str:
    if outcome.holds:
        return _("No contract party is registered.")
    party = (
        _("The contract party is the training office %(number)s.")
        if seen["party_kind"] == "K"
        else _("The contract party is the establishment %(number)s.")
    )
    return party % {"number": seen["party_orgnr"]}


def _not_in_nor(outcome: RuleOutcome, seen: Seen) -> str:
    if not outcome.matters:
        return _("There is no training office on the contract.")
    sentence = (
        _("NOR does not have the training office %(number)s as active.")
        if outcome.holds
        else _("NOR has the training office %(number)s as active.")
    )
    return sentence % {"number": seen["office"]}


def _not_in_nlr(outcome: RuleOutcome, seen: Seen) -> str:
    if not outcome.matters:
        return _("No establishment is registered on the contract. Through a training office that is allowed.")
    sentence = (
        _("NLR does not have the establishment %(number)s as approved.")
        if outcome.holds
        else _("NLR has the establishment %(number)s as approved.")
    )
    return sentence % {"number": seen["establishment"]}


def _duplicate_person(outcome: RuleOutcome, seen: Seen) -> str:
    if outcome.holds:
        return _(
            "The person is asked by another contract, which starts on %(day)s. The latest start counts, then the lowest"
            " contract number."
        ) % {"day": day(seen["asked_from"])}
    if not outcome.matters:
        return _("Another rule keeps the contract out, so this one is not used.")
    if seen["n_rivals"]:
        return _(
            "The person has more contracts that could be asked by. This one goes before: the latest start counts, then"
            " the lowest contract number."
        )
    return _("No other contract of the person can be asked by.")


_SENTENCES: Final[Mapping[str, Callable[[RuleOutcome, Seen], str]]] = {
    "contract_type": _contract_type,
    "not_approved": _not_approved,
    "too_short": _too_short,
    "interrupted": _interrupted,
    "ended": _ended,
    "ends_before_close": _ends_before_close,
    "no_establishment": _no_establishment,
    "not_in_nor": _not_in_nor,
    "not_in_nlr": _not_in_nlr,
    "duplicate_person": _duplicate_person,
}


def _change(mark: Mark, counties: Mapping[str, str]) -> str:
    what = mark.what
    days = {name: day(date.fromisoformat(text)) for name, text in what.items() if name not in _NO_DAYS}
    if mark.kind == "interrupted":
        if "interrupted_to" in days:
            return _("From %(start)s to %(end)s.") % {
                "start": days["interrupted_from"],
                "end": days["interrupted_to"],
            }
        return _("From %(start)s, with no end registered.") % {"start": days["interrupted_from"]}
    if mark.kind == "ended":
        if "ended_on" in days:
            return _("On %(day)s, with the code %(code)s.") % {"day": days["ended_on"], "code": what["end_code"]}
        return _("With the code %(code)s.") % {"code": what["end_code"]}
    return " ".join(_moves(what, counties))


def _moves(what: Mapping[str, str], counties: Mapping[str, str]) -> list[str]:
    found = []
    if code := what.get("county_code"):
        found.append(_("Now in %(county)s.") % {"county": counties.get(code, code)})
    if "office_orgnr" in what:
        number = what["office_orgnr"]
        found.append(
            _("Now with the training office %(number)s.") % {"number": number}
            if number
            else _("No longer with a training office.")
        )
    if "establishment_orgnr" in what:
        number = what["establishment_orgnr"]
        found.append(
            _("Now at the establishment %(number)s.") % {"number": number}
            if number
            else _("The establishment is no longer registered.")
        )
    return found


_NO_DAYS: Final = frozenset({"end_code", "county_code", "office_orgnr", "establishment_orgnr"})
