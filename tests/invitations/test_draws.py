from uuid import uuid4

import pytest

from laerling.audit.models import Event
from laerling.invitations.draws import actions, queries
from laerling.invitations.draws.models import PrizeWinner
from laerling.invitations.draws.rules import winners_left
from laerling.invitations.models import Invitation
from laerling.kernel.types import SYSTEM
from laerling.rounds.actions import mark_closed
from tests.invitations.people import BYGGOPP, NATION, NOW, OSLO, VESTLAND, invited

pytestmark = pytest.mark.django_db


def _people(n_answered, n_silent=3):
    invitations = invited(n_answered + n_silent)
    Invitation.objects.filter(pk__in=[one.pk for one in invitations[:n_answered]]).update(answered=True)
    return invitations[:n_answered]


def _draw(n, scope=VESTLAND, draw_id=None):
    return actions.hold_draw(scope=scope, draw_id=draw_id or uuid4(), round_year=2026, n_winners=n, by=SYSTEM, now=NOW)


@pytest.fixture
def closed():
    mark_closed(year=2026, by=SYSTEM, now=NOW)


@pytest.mark.parametrize(
    ("n_answered", "n_drawn", "left"),
    [(4, 0, 0), (5, 0, 1), (9, 1, 0), (25, 2, 3), (500, 0, 10), (500, 9, 1), (500, 10, 0)],
)
def test_few_win(n_answered, n_drawn, left):
    assert winners_left(n_answered=n_answered, n_drawn=n_drawn) == left


def test_winners_are_of_those_who_answered_and_nobody_wins_twice(closed):
    answered = {one.pk for one in _people(20)}
    for _number in range(4):
        _draw(1)
    winners = list(PrizeWinner.objects.values_list("invitation_id", flat=True))
    assert len(set(winners)) == 4
    assert set(winners) <= answered
    with pytest.raises(actions.TooManyWinners):
        _draw(1)
    assert sum(len(one.winners) for one in queries.draws(VESTLAND, 2026)) == 4


def test_chance_reaches_everybody(closed):
    people = {one.pk for one in _people(5)}
    won = set()
    for _number in range(60):
        _draw(1)
        won.add(PrizeWinner.objects.get().invitation_id)
        PrizeWinner.objects.all().delete()
    assert won == people


def test_nobody_is_drawn_while_people_answer_or_among_too_few():
    _people(20)
    with pytest.raises(actions.DrawTooEarly):
        _draw(1)
    mark_closed(year=2026, by=SYSTEM, now=NOW)
    Invitation.objects.filter(answered=True).exclude(pk__in=Invitation.objects.filter(answered=True)[:4]).update(
        answered=False
    )
    with pytest.raises(actions.TooFewToDraw):
        _draw(1)


def test_double_press_is_one_draw(closed):
    _people(10)
    draw_id = uuid4()
    assert _draw(1, draw_id=draw_id) == _draw(1, draw_id=draw_id)
    assert PrizeWinner.objects.count() == 1


def test_winners_are_the_countys_alone(closed):
    _people(10)
    _draw(1)
    for scope in (OSLO, NATION, BYGGOPP):
        assert queries.draws(scope, 2026) == ()
    with pytest.raises(actions.NotACounty):
        _draw(1, scope=BYGGOPP)
    with pytest.raises(actions.TooFewToDraw):
        _draw(1, scope=OSLO)


def test_log_names_no_winner(closed):
    _people(10)
    _draw(2)
    event = Event.objects.get(what="invitations.prize.drawn")
    assert (event.scope, event.details) == ("county:46", {"n_winners": 2})


@pytest.mark.parametrize("n_draws", [1, 4])
def test_draws_are_read_in_two_queries(closed, django_assert_num_queries, n_draws):
    _people(20)
    for _number in range(n_draws):
        _draw(1)
    with django_assert_num_queries(2):
        queries.draws(VESTLAND, 2026)
