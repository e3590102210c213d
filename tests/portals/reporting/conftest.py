"""People at the reporting portal, and a round whose results are out."""

from datetime import UTC, date, datetime

import pytest
from tests.release import population

from laerling.access import actions as access
from laerling.access.policy import ALL_TASKS
from laerling.rounds.models import Round

LONG_AGO, FAR_AHEAD = datetime(2020, 1, 2, 7, tzinfo=UTC), datetime(2999, 1, 2, 7, tzinfo=UTC)


@pytest.fixture
def offices(db, by, now):
    population.register(by, now)


@pytest.fixture
def out(offices, by, now):
    """Release the invented population; its results are out."""
    population.release(by, now)
    Round.objects.filter(year=2026).update(results_at=LONG_AGO)


@pytest.fixture
def not_out(out):
    Round.objects.filter(year=2026).update(results_at=FAR_AHEAD)


@pytest.fixture
def as_role(client, offices, by, now):
    """Sign in for one unit."""

    def enter(kind, unit):
        account = access.create_account(
            email=f"{kind}{unit}@eksempel.no", name="Kari", password="et langt passord", by=by, now=now
        )
        access.grant(
            account=account,
            roles=ALL_TASKS[kind],
            unit_kind=kind,
            unit_code=unit,
            valid_from=date(2020, 1, 1),
            why="",
            by=by,
            now=now,
        )
        client.force_login(account)
        client.cookies["language"] = "nb"
        return client

    return enter


@pytest.fixture
def unlimited(monkeypatch):
    """Let one reader take out more than one may in an hour."""
    monkeypatch.setattr("laerling.portals.shell.staff.take", lambda *_args, **_kwargs: None)
