"""People at the quality check, on a day in September, with the case files taken in."""

import pytest
from tests.portals.ordering.conftest import client_of, home, take_in, today

from laerling.register.models import Finding
from laerling.sample import actions as sample

__all__ = ["client_of", "home", "take_in", "today"]


@pytest.fixture
def september(today):
    """A working day in the weeks of the quality check."""
    return today(9, 10)


@pytest.fixture
def taken_in(db, take_in):
    """The case files of NOR, NLR and VIGO are in. They are counted on 1 October, and so make the final list."""
    for register in ("nor", "nlr", "vigo"):
        take_in(register)


@pytest.fixture
def drawn(taken_in, by, now):
    """The list is drawn from them."""
    return sample.draw(round_year=2026, stage="final", by=by, now=now)


@pytest.fixture
def busiest(taken_in):
    """The county with most findings: its code."""
    codes = list(Finding.objects.filter(closed_at=None).values_list("county_code", flat=True))
    return max(set(codes), key=codes.count)


@pytest.fixture
def county(september, client_of, busiest):
    """Somebody at the busiest county."""
    return client_of("county", busiest)


@pytest.fixture
def found(busiest):
    """The busiest county's findings, what costs most first, as the list has them."""
    rows = Finding.objects.filter(closed_at=None, county_code=busiest)
    return list(rows.order_by("cost_rank", "-n_apprentices", "kind", "id"))
