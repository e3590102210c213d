"""A round whose results are out."""

import pytest
from tests.release import population

from laerling.questionnaire import queries as questionnaires
from laerling.release.freezing import freeze
from laerling.rounds import queries as rounds


@pytest.fixture
def out(db, by, now):
    """Release the invented population, and return the instant its results are out."""
    population.register(by, now)
    questionnaire = questionnaires.published("apprentice-2026")
    this_round = rounds.get(2026)
    freeze(
        this_round=this_round,
        questionnaire=questionnaire,
        opened=population.opened(questionnaire),
        invited=population.invited(),
        by=by,
        now=now,
    )
    return this_round.results_at
