"""What the tests of invitations lean on: a home of their own for the link key."""

import pytest


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """A folder for the keys of one test."""
    settings.HOME = tmp_path
    return tmp_path
