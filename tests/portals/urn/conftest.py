"""The urn's pages, before whoever signs in on the day the round has come to."""

import pytest
from tests.portals.ordering.conftest import client_of  # noqa: F401  people sign in as they do there
from tests.portals.urn.ceremony_walk import Walk


@pytest.fixture
def walk(db, settings, tmp_path):
    """A round in September whose key nobody has made."""
    settings.HOME, settings.DEMO = tmp_path / "home", True
    settings.HOME.mkdir()
    return Walk(tmp_path / "sticks")
