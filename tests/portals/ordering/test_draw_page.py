"""A county draws winners among those who have answered: it sees the winners, and never the others."""

from uuid import uuid4

import pytest
from tests.invitations.people import invited
from tests.portals.ordering.pages import n_queries, text, value

from laerling.invitations.draws.models import PrizeWinner
from laerling.invitations.models import Invitation
from laerling.kernel.types import SYSTEM
from laerling.rounds.actions import mark_closed


@pytest.fixture
def answered(db, now):
    """Twenty-five of thirty have answered, and the survey is closed."""
    people = invited(30)
    Invitation.objects.filter(pk__in=[one.pk for one in people[:25]]).update(answered=True)
    mark_closed(year=2026, by=SYSTEM, now=now)
    return people


def test_nobody_is_drawn_while_people_answer(vestland):
    page = vestland.get("/trekning/")

    assert "Dere kan trekke når undersøkelsen er lukket" in text(page)
    assert "<button" not in page.content.decode().partition("<main")[2].partition("</main")[0]


def test_winners_are_shown_and_nobody_else(vestland, answered):
    form = {"draw_id": value(vestland.get("/trekning/"), "draw_id"), "n_winners": 2}
    page = vestland.post("/trekning/", form, follow=True)

    won = set(PrizeWinner.objects.values_list("invitation__member__contract__name", flat=True))
    others = {one.member.contract.name for one in answered} - won
    said = text(page)
    assert all(name in said for name in won)
    assert not [name for name in others if name in said]


def test_pressed_twice_is_one_draw(vestland, answered):
    form = {"draw_id": str(uuid4()), "n_winners": 1}
    for _press in "ab":
        vestland.post("/trekning/", form)

    assert PrizeWinner.objects.count() == 1


def test_more_winners_than_few_answers_allow_are_refused_at_the_field(vestland, answered):
    page = vestland.post("/trekning/", {"draw_id": str(uuid4()), "n_winners": 9})

    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.content.decode()
    assert not PrizeWinner.objects.exists()


def test_another_county_sees_no_winner_and_offices_and_directorate_no_page(
    vestland, oslo, byggopp, directorate, answered
):
    vestland.post("/trekning/", {"draw_id": str(uuid4()), "n_winners": 1})
    winner = PrizeWinner.objects.get().invitation.member.contract.name

    assert winner not in text(oslo.get("/trekning/"))
    assert [client.get("/trekning/").status_code for client in (byggopp, directorate)] == [404, 404]


def test_page_asks_the_same_number_of_queries_with_one_draw_and_with_four(vestland, answered):
    def draw():
        vestland.post("/trekning/", {"draw_id": str(uuid4()), "n_winners": 1})

    draw()
    one = n_queries(vestland, "/trekning/")
    for _more in range(3):
        draw()

    assert n_queries(vestland, "/trekning/") == one
