"""An invented population for tests of the release and of reports: two counties, offices of all sizes."""

from dataclasses import replace
from importlib import resources

import numpy as np

from laerling.organisations import actions as organisations
from laerling.organisations import queries as organisations_queries
from laerling.organisations.queries import OfficeRow
from laerling.questionnaire import queries as questionnaires
from laerling.questionnaire.rules import Questionnaire
from laerling.release.freezing import Material, freeze, protected, with_pooled
from laerling.release.rules.base import Base
from laerling.release.rules.labels import labels_of
from laerling.release.rules.publication import items_of
from laerling.release.rules.stacking import Earlier, shown_by
from laerling.rounds import queries as rounds
from laerling.sample.rules import PROFILE_KEYS

# Made with the check digits of no registered unit; names invented.
BIG, MIDDLE, SMALL, ACROSS, OTHER = "312345670", "312345671", "312345672", "312345673", "312345674"
UNREGISTERED = "312345675"
# Of so few that it stands in some tests only.
TINY = "312345676"
OFFICES = (
    OfficeRow(BIG, "Opplæringskontoret Fjordbygg", "46", active=True),
    OfficeRow(MIDDLE, "Opplæringskontoret Vestmat", "46", active=True),
    OfficeRow(SMALL, "Opplæringskontoret Lite", "46", active=True),
    OfficeRow(ACROSS, "Opplæringskontoret Kyst", "11", active=True),
    OfficeRow(OTHER, "=Opplæringskontoret Sør", "11", active=True),
)
# (county, office, how many answered, how many were invited)
GROUPS = (
    ("46", BIG, 60, 75),
    ("46", MIDDLE, 24, 40),
    ("46", SMALL, 3, 8),
    ("46", ACROSS, 12, 20),
    # Beside one more of few, the small office is not what is left when all others are taken away.
    ("46", UNREGISTERED, 4, 9),
    ("46", "", 36, 71),
    ("11", ACROSS, 18, 25),
    ("11", OTHER, 30, 45),
    ("11", "", 50, 90),
)


def register(by, now):
    """Put the offices in their table."""
    organisations.register_offices(OFFICES, by=by, now=now)


def base(questionnaire: Questionnaire, groups=GROUPS, seed=7) -> Base:
    """Every respondent's answers: mostly content, sensitive things rare, follow-ups only where they apply."""
    rng = np.random.default_rng(seed)
    profile = {name: np.full(sum(n for *_unit, n, _i in groups), "", dtype="<U9") for name in PROFILE_KEYS}
    profile["county"] = np.concatenate([np.full(n, county) for county, _o, n, _i in groups])
    profile["office"] = np.concatenate([np.full(n, office, dtype="<U9") for _c, office, n, _i in groups])
    answers = [_one(questionnaire, rng) for _ in profile["county"]]
    columns = {
        question.code: np.array([row.get(question.code, 0) for row in answers], dtype=np.int8)
        for question in questionnaire.questions
    }
    blank = ("",) * (len(PROFILE_KEYS) - 2)
    asked = {(county, office, *blank): n_asked for county, office, _n, n_asked in groups}
    return Base(PROFILE_KEYS, profile, columns, asked, asked)


def material(groups=GROUPS, year=2026) -> Material:
    """All that a release is made from, for the population."""
    this_round = rounds.get(year)
    questionnaire = questionnaires.published(this_round.questionnaire)
    people = base(questionnaire, groups=groups)
    names = {"county": organisations_queries.county_names(), "office": organisations_queries.office_names()}
    labels = tuple(labels_of(people.listed, PROFILE_KEYS, names))
    return Material(this_round, questionnaire, people, labels, "urn")


def release(by, now, groups=GROUPS, year=2026):
    """Make the round's release from the population's answers. Protecting the same people again is left out."""
    made_from = material(groups=groups, year=year)
    if (groups, year) not in _PROTECTED:
        _PROTECTED[groups, year] = protected(made_from)
    return freeze(made_from, _PROTECTED[groups, year], by=by, now=now)


def release_pooled(by, now):
    """Make 2026's release with what it tells together with 2025, which the same units answered; return it.

    An office of four is shown in neither round, and over both.
    """
    made_from = material(groups=(*GROUPS, ("46", TINY, 4, 8)))
    earlier_people = base(made_from.questionnaire, groups=(*GROUPS, ("46", TINY, 4, 9)), seed=11)
    if TINY not in _PROTECTED:
        before = protected(replace(made_from, base=earlier_people))
        comparable = frozenset(item.code for item in items_of(made_from.questionnaire))
        tables = made_from.publication.tables
        earlier = Earlier(2025, earlier_people, tables, shown_by(before.groups), comparable)
        _PROTECTED[TINY] = with_pooled(replace(made_from, earlier=earlier), protected(made_from))
    return freeze(made_from, _PROTECTED[TINY], by=by, now=now)


_PROTECTED = {}


def _one(questionnaire, rng):
    row = {}
    leaning = rng.normal(0, 0.12)
    for question in questionnaire.questions:
        if (question.shown_if and not question.shown_if.holds(row)) or rng.random() < 0.04:
            continue
        steps = sorted(question.scale.values)
        share = rng.beta(2, 2) * 0.8 + 0.25 + leaning
        if question.direction == "down":
            share = 1 - share
        if question.sensitive:
            share = 0 if rng.random() < 0.85 else rng.random()
        row[question.code] = steps[int(np.clip(share, 0, 0.999) * len(steps))]
    return row


def questionnaire_file(code):
    """Return the text of a questionnaire's file."""
    return (resources.files("laerling.questionnaire") / "data" / f"{code}.toml").read_text(encoding="utf-8")
