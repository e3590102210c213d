"""People at the pages of who has access."""

from datetime import date, datetime

import pytest
from django.test import Client
from tests.invitations.people import OFFICE, office

from laerling.access import actions as access
from laerling.access.policy import ALL_TASKS
from laerling.kernel import clock


@pytest.fixture
def today(db, settings):
    """Let every clock show a day of 2026, ten o'clock in Oslo."""

    def show(month, day):
        settings.DEMO = True
        moment = datetime(2026, month, day, 10, tzinfo=clock.OSLO)
        clock.set_demo_clock(moment)
        return moment

    return show


@pytest.fixture(autouse=True)
def september(today):
    """A day on which every unit is asked who still belongs."""
    office()
    return today(9, 10)


@pytest.fixture
def somebody(db, by, now):
    """Make a person with tasks for one unit: somebody("Kari", "county", "46", "orderer")."""

    def make(name, kind, code="", *roles, first=date(2025, 1, 1), to=None, why="saksbehandler", email=""):
        account = access.create_account(
            email=email or f"{name.lower()}@eksempel.no", name=name, password="x" * 15, by=by, now=now
        )
        access.grant(
            account=account,
            roles=roles or ALL_TASKS[kind],
            unit_kind=kind,
            unit_code=code,
            valid_from=first,
            valid_to=to,
            why=why,
            by=by,
            now=now,
        )
        return account

    return make


@pytest.fixture
def browser():
    """Sign somebody in."""

    def sign_in(account):
        client = Client()
        client.cookies["language"] = "nb"
        client.force_login(account)
        return client

    return sign_in


@pytest.fixture
def leader(somebody):
    """Vestland's leader, with every task."""
    return somebody("Leder", "county", "46")


@pytest.fixture
def vestland(browser, leader):
    return browser(leader)


@pytest.fixture
def oslo(browser, somebody):
    return browser(somebody("Oslo", "county", "03"))


@pytest.fixture
def directorate(browser, somebody):
    return browser(somebody("Tiril", "nation"))


@pytest.fixture
def governor(browser, somebody):
    return browser(somebody("Statsforvalter", "governor", "vestland"))


@pytest.fixture
def byggopp(browser, somebody):
    return browser(somebody("Kontor", "office", OFFICE))
