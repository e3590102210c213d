"""People at the door of the staff site, and what they carry in their pockets."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from tests.invitations.people import OFFICE, office

from laerling.access import actions as access
from laerling.access.policy import ALL_TASKS
from laerling.portals.signin import factors

PASSWORD = "et langt passord"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def account(by, now):
    """A person with an account, and no unit yet."""
    return access.create_account(email="kari@vestland.eksempel.no", name="Kari", password=PASSWORD, by=by, now=now)


@pytest.fixture
def give(by, now):
    """Give an account every task of a unit."""

    def give(account, kind, unit=""):
        if kind == "office":
            office()
        return access.grant(
            account=account,
            roles=ALL_TASKS[kind],
            unit_kind=kind,
            unit_code=unit,
            valid_from=date(2025, 1, 1),
            why="Gitt",
            by=by,
            now=now,
        )

    return give


@pytest.fixture
def county(account, give):
    """Somebody in a county, with an app for codes."""
    give(account, "county", "46")
    factors.enrol_app(account=account, secret=SECRET)
    return account


@pytest.fixture
def office_person(account, give):
    """Somebody in a training office, with a password only."""
    give(account, "office", OFFICE)
    return account


@pytest.fixture
def real_time(monkeypatch):
    """A real clock that the test moves: how long a person has been away."""
    import time

    from laerling.kernel import clock

    class Time:
        moved = 0.0

        def pass_(self, *, minutes=0, hours=0):
            self.moved += 60 * minutes + 3600 * hours

        def now(self):
            return time.time() + self.moved

    kept = Time()
    monkeypatch.setattr(clock, "real_seconds", kept.now)
    return kept


def sign_in(client, email, password=PASSWORD, **more):
    """Write address and password, and send them."""
    return client.post("/logg-inn/", {"login": email, "password": password, **more})


def code():
    """Return what the app shows now."""
    return factors.current_code(SECRET)


def strongly(client, account):
    """Sign in with password and code, as a person does."""
    sign_in(client, account.email)
    return client.post("/logg-inn/kode/", {"code": code()})


def said(response):
    """Return the receipts a response brings."""
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def wary():
    """A browser whose every form must prove where it comes from."""
    return Client(enforce_csrf_checks=True)
