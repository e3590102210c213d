from datetime import UTC, datetime

import pytest

from laerling.kernel.types import SYSTEM
from laerling.rounds import actions, queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def last_year(now):
    """A round of 2025 that is over, beside that of 2026."""
    actions.ensure_standard_round(year=2025, questionnaire="apprentice-2026", by=SYSTEM, now=now)
    actions.mark_closed(year=2025, by=SYSTEM, now=queries.get(2025).closes_at)


@pytest.mark.parametrize(
    ("at", "year"),
    [
        # Before anything has begun, what is to come is what people mean.
        (datetime(2025, 3, 1, tzinfo=UTC), 2026),
        (datetime(2025, 10, 20, tzinfo=UTC), 2025),
        # The months of follow-up last until the next check begins.
        (datetime(2026, 8, 31, tzinfo=UTC), 2025),
        (datetime(2026, 9, 1, tzinfo=UTC), 2026),
        (datetime(2027, 3, 1, tzinfo=UTC), 2026),
    ],
)
def test_round_people_mean_is_the_newest_that_has_begun(last_year, at, year):
    assert queries.current(at).year == year
