"""An office with people asked to answer, and a gathering of them that is on."""

import pytest
from tests.gatherings import rooms
from tests.invitations.people import OFFICE, invited, office
from tests.portals.answering import walking


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """Keys and secrets of one test."""
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def people(db):
    """Twelve apprentices of the office, with a mobile number each."""
    office()
    walking.database_clock(rooms.NOW)
    return rooms.with_numbers(invited(12, office_orgnr=OFFICE))


@pytest.fixture
def room(people):
    """A gathering of all of them, open, with its seats."""
    return rooms.opened()
