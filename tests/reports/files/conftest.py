"""Files are written in Norwegian."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_norwegian():
    with translation.override("nb"):
        yield
