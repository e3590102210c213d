"""People at the ordering portal, on a day of the round that the test chooses."""

import io
from datetime import date, datetime

import pytest
from django.test import Client
from tests.invitations.people import OFFICE, office

from laerling.access import actions as access
from laerling.access.policy import ALL_TASKS
from laerling.kernel import clock
from laerling.register.actions import import_file
from laerling.sample import actions as sample


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """A folder for the keys and files of one test."""
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    return settings.HOME


@pytest.fixture
def today(db, settings):
    """Let every clock show a day of 2026, ten o'clock in Oslo."""

    def show(month, day, hour=10, year=2026):
        settings.DEMO = True
        moment = datetime(year, month, day, hour, tzinfo=clock.OSLO)
        clock.set_demo_clock(moment)
        return moment

    return show


@pytest.fixture
def october(today):
    """An ordinary day in the answering period."""
    return today(10, 20)


@pytest.fixture
def client_of(db, by, now):
    """Sign somebody in who acts for one unit: client_of("county", "46")."""

    def sign_in(kind, unit=""):
        account = access.create_account(
            email=f"{kind}{unit}@eksempel.no", name="Kari Nordmann", password="et langt passord", by=by, now=now
        )
        access.grant(
            account=account,
            roles=ALL_TASKS[kind],
            unit_kind=kind,
            unit_code=unit,
            valid_from=date(2025, 1, 1),
            why="Gitt av fylket",
            by=by,
            now=now,
        )
        client = Client()
        client.force_login(account)
        return client

    return sign_in


@pytest.fixture
def vestland(october, client_of):
    return client_of("county", "46")


@pytest.fixture
def oslo(october, client_of):
    return client_of("county", "03")


@pytest.fixture
def byggopp(october, client_of):
    office()
    return client_of("office", OFFICE)


@pytest.fixture
def directorate(october, client_of):
    return client_of("nation")


@pytest.fixture
def take_in(by, now, cases):
    """Take in one of the case files."""

    def take_in(register, stage="final"):
        return import_file(
            content=io.BytesIO((cases / f"{register}.csv").read_bytes()),
            filename=f"{register}.csv",
            register=register,
            round_year=2026,
            stage=stage,
            by=by,
            now=now,
        )

    return take_in


@pytest.fixture
def list_drawn(db, take_in, by, now):
    """The case files are taken in, and the final list is drawn from them."""
    for register in ("nor", "nlr", "vigo"):
        take_in(register)
    return sample.draw(round_year=2026, stage="final", by=by, now=now)
