"""The answering site as its own process has it, with one person invited to an open round."""

import pytest
from tests.portals.answering import site

NOT_HERE = (
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
)


@pytest.fixture
def answering_site(settings, tmp_path):
    """Settings of LAERLING_SITE=answering; keys lie in a folder of the test's own."""
    settings.SITE = "answering"
    settings.ROOT_URLCONF = "laerling.config.urls.answering"
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if one not in NOT_HERE]
    settings.HOME = tmp_path
    return settings


@pytest.fixture
def open_round(answering_site, db, tmp_path):
    """A round that takes answers, with its key."""
    site.round_with_key(tmp_path)
    site.database_clock(site.IN_OCTOBER)


@pytest.fixture
def link(open_round):
    """One person's personal link, as a path."""
    return site.person()


@pytest.fixture
def phone():
    """A browser without cookies."""
    return site.Phone()
