"""A round whose results are out."""

import pytest
from tests.release import population

from laerling.rounds import queries as rounds


@pytest.fixture
def out(db, by, now):
    """Release the invented population, and return the instant its results are out."""
    population.register(by, now)
    population.release(by, now)
    return rounds.get(2026).results_at
