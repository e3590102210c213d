"""An invented population for tests of the release and of reports: two counties, offices of all sizes."""

import numpy as np

from laerling.organisations import actions as organisations
from laerling.organisations.queries import OfficeRow
from laerling.questionnaire import queries as questionnaires
from laerling.questionnaire.rules import Questionnaire
from laerling.release.freezing import freeze
from laerling.release.rules.cells import OpenedAnswers
from laerling.rounds import queries as rounds

# Made with the check digits of no registered unit; names invented.
BIG, MIDDLE, SMALL, ACROSS, OTHER = "312345670", "312345671", "312345672", "312345673", "312345674"
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
    ("46", "", 40, 80),
    ("11", ACROSS, 18, 25),
    ("11", OTHER, 30, 45),
    ("11", "", 50, 90),
)


def register(by, now):
    """Put the offices in their table."""
    organisations.register_offices(OFFICES, by=by, now=now)


def opened(questionnaire: Questionnaire, groups=GROUPS, seed=7) -> OpenedAnswers:
    """Every respondent's answers: mostly content, sensitive things rare, follow-ups only where they apply."""
    rng = np.random.default_rng(seed)
    county = np.concatenate([np.full(n, c) for c, _o, n, _i in groups])
    office = np.concatenate([np.full(n, o, dtype="<U9") for _c, o, n, _i in groups])
    answers = [_one(questionnaire, rng) for _ in county]
    columns = {
        question.code: np.array([row.get(question.code, 0) for row in answers], dtype=np.int8)
        for question in questionnaire.questions
    }
    return OpenedAnswers(county, office, columns)


def invited(groups=GROUPS):
    """How many were invited per unit."""
    found = {("nation", ""): sum(i for *_unit, i in groups)}
    for county, office, _n, n_invited in groups:
        for unit in (("county", county), ("office", office)):
            if unit[1]:
                found[unit] = found.get(unit, 0) + n_invited
    return found


def release(by, now, groups=GROUPS, year=2026):
    """Make the round's release from the population's answers."""
    questionnaire = questionnaires.published("apprentice-2026")
    return freeze(
        this_round=rounds.get(year),
        questionnaire=questionnaire,
        opened=opened(questionnaire, groups=groups),
        invited=invited(groups=groups),
        by=by,
        now=now,
    )


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
