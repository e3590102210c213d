"""What the tests of the urn lean on: a home of their own, and an ordinary answering day."""

import pytest

from tests.responses.round import reset_clock, round_key, set_clock


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """A folder for the keys of one test."""
    settings.HOME = tmp_path / "home"
    return settings.HOME


@pytest.fixture
def october(db, now):
    """The database's clock shows 20 October 2026."""
    set_clock(now)


@pytest.fixture
def holders(october, tmp_path):
    """The round has its key; the files of its three holders."""
    return round_key(tmp_path)


@pytest.fixture
def really(transactional_db, now, tmp_path):
    """An answering day whose transactions really commit: the holders' files."""
    set_clock(now)
    yield round_key(tmp_path)
    reset_clock()
