"""What is another's takes as long as what does not exist.

Asked for by turns, many times, so that what else the machine does falls on both alike. A difference is told when the one
is slower than the other far more often than chance would have it, and by more than a twentieth of the time.
"""

import statistics
import time
from math import sqrt

import pytest
from django.urls import reverse
from tests.walls.test_matrix import addresses, answering_day, browser_of, things

pytestmark = pytest.mark.django_db

__all__ = ["addresses", "answering_day", "browser_of", "things"]

TURNS = 80
SURE = 4.0
TELLING = 0.05


def _differs(one, other, *, turns=TURNS):
    """Return whether two things to do can be told apart by their time."""
    for warm in (one, other, one, other):
        warm()
    pairs = []
    for turn in range(turns):
        first, second = (one, other) if turn % 2 else (other, one)
        times = {first: _time(first), second: _time(second)}
        pairs.append((times[one], times[other]))
    n_slower = sum(mine > theirs for mine, theirs in pairs)
    is_sure = abs(n_slower - turns / 2) > SURE * sqrt(turns) / 2
    median = [statistics.median(pair[place] for pair in pairs) for place in (0, 1)]
    return is_sure and abs(median[0] - median[1]) > TELLING * min(median)


def _time(work):
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@pytest.mark.parametrize(
    ("person", "route", "foreign"),
    [
        ("vestland", "ordering:dispatches-show", "03"),
        ("oslo", "ordering:dispatches-show", "46"),
        ("byggopp", "ordering:dispatches-show", "46"),
        ("oslo", "reporting:overview", "46"),
        ("oslo", "reporting:overview-file", "office"),
    ],
)
def test_anothers_takes_as_long_as_what_does_not_exist(person, route, foreign, browser_of, addresses, monkeypatch):
    monkeypatch.setattr("laerling.portals.shell.staff.take", lambda *_args, **_kwargs: None)
    client = browser_of(person)
    theirs, nobodys = (addresses(route, which) for which in (foreign, "missing"))
    if (route, foreign) == ("reporting:overview", "46"):
        # A county is held against a county that is not: which there are is known without asking, and to everybody.
        nobodys = reverse(route, kwargs={"year": 2026, "of": ("county", "99")})
    assert client.get(theirs).status_code == client.get(nobodys).status_code == 404
    # A difference that is there shows again; what a busy machine does by chance does not.
    assert not all(_differs(lambda: client.get(theirs), lambda: client.get(nobodys)) for _ in range(2))


def test_difference_would_be_told(browser_of, addresses):
    client = browser_of("vestland")
    nobodys = addresses("ordering:dispatches-show", "missing")

    usual = statistics.median(_time(lambda: client.get(nobodys)) for _ in range(9))

    def slow():
        client.get(nobodys)
        time.sleep(usual / 3)

    assert _differs(slow, lambda: client.get(nobodys))
