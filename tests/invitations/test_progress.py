import pytest

from laerling.invitations import queries
from tests.invitations.people import BYGGOPP, NATION, OFFICE, VESTLAND, answer, contacted, invited, office

pytestmark = pytest.mark.django_db


def rows(units):
    return [(unit.code, unit.name, unit.n_invited, unit.n_reached, unit.n_answered) for unit in units]


def test_progress_is_by_office_for_a_county_and_by_county_for_the_others():
    office()
    here, there = invited(6, office_orgnr=OFFICE), invited(5, office_orgnr=OFFICE, county="03")
    alone = invited(7)
    contacted(here[0])
    answer([*here[:4], *there[:1], *alone[:2]])
    assert rows(queries.progress(VESTLAND, 2026)) == [
        (OFFICE, "Byggopp", 6, 1, 4),
        ("", "Frittstående lærebedrifter", 7, 0, 2),
    ]
    assert rows(queries.progress(BYGGOPP, 2026)) == [("03", "Oslo", 5, 0, 1), ("46", "Vestland", 6, 1, 4)]
    assert rows(queries.progress(NATION, 2026)) == [("03", "Oslo", 5, 0, 1), ("46", "Vestland", 13, 1, 6)]
    assert [unit.code for unit in queries.progress(NATION, 2026, by="office")] == [OFFICE, ""]
    total = queries.totals(VESTLAND, 2026)
    assert (total.n_invited, total.n_reached, total.n_answered) == (13, 1, 6)


def test_progress_hides_groups_under_five_and_one_more():
    office()
    answer(invited(4, office_orgnr=OFFICE))
    answer(invited(6))
    assert [unit.n_answered for unit in queries.progress(VESTLAND, 2026)] == [None, None]
    assert queries.totals(VESTLAND, 2026).n_answered == 10
    assert queries.totals(BYGGOPP, 2026).n_answered is None


def test_totals_of_nobody_are_noughts():
    total = queries.totals(VESTLAND, 2026)
    assert (total.n_invited, total.n_reached, total.n_answered) == (0, 0, 0)
