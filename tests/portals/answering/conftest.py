"""The answering site as its own process has it, with one person invited to an open round."""

import pytest
from tests.portals.answering import walking


@pytest.fixture
def answering_site(settings, tmp_path):
    """Settings of LAERLING_SITE=answering; keys lie in a folder of the test's own."""
    settings.SITE = "answering"
    settings.ROOT_URLCONF = "laerling.config.urls.answering"
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if one not in walking.NOT_HERE]
    settings.HOME = tmp_path
    return settings


@pytest.fixture
def open_round(answering_site, db, tmp_path):
    """A round that takes answers, with its key."""
    walking.round_with_key(tmp_path)
    walking.database_clock(walking.IN_OCTOBER)


@pytest.fixture
def link(open_round):
    """One person's personal link, as a path."""
    return walking.person()


@pytest.fixture
def phone():
    """A browser without cookies."""
    return walking.Phone()
