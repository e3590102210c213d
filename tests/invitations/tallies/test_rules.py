"""What is counted, what may be shown of it, and when it moves."""

import pytest

from laerling.invitations.tallies.rules import CROWD, OTHERS, Figures, FinestGroup, by_unit, counted, moved


def cells(*groups):
    """Cells of (n, office, establishment, trade), all in Vestland, all reached and half of them answered."""
    return [
        FinestGroup(("46", office, establishment, trade), Figures(n, n, n, 0, 0, n // 2))
        for n, office, establishment, trade in groups
    ]


def shown(found, division, *, unit_kind="county"):
    """Return invited and answers (None: hidden) by part of a division."""
    return {
        one.part[1]: (one.figures.n_invited, one.figures.n_answered if one.shows_answers else None)
        for one in counted(found, unit_kind=unit_kind)
        if one.part[0] == division
    }


def live(found):
    return {one.part for one in counted(found, unit_kind="county") if one.is_live}


def test_every_unit_has_its_own_people():
    units = by_unit(cells((3, "A", "e", "t"), (4, "", "f", "t")))
    assert {unit: sum(cell.figures.n_invited for cell in mine) for unit, mine in units.items()} == {
        ("nation", ""): 7,
        ("county", "46"): 7,
        ("office", "A"): 3,
    }


def test_small_office_is_listed_without_its_answers_and_one_more_where_they_could_be_reckoned():
    assert shown(cells((4, "A", "", "t"), (20, "B", "", "t"), (30, "C", "", "t")), "office") == {
        "A": (4, None),
        "B": (20, None),
        "C": (30, 15),
    }


def test_small_establishments_stand_together_and_never_as_fewer_than_five():
    found = cells((10, "A", "e", "t"), (3, "A", "f", "t"), (1, "A", "g", "t"), (12, "A", "h", "t"))
    assert shown(found, "establishment") == {"h": (12, 6), OTHERS: (14, 6)}


def test_whole_of_fewer_than_five_is_hidden():
    assert shown(cells((4, "A", "e", "t")), "whole") == {"": (4, None)}


def test_establishment_that_is_all_of_an_office_but_one_is_not_told_beside_it():
    """Six at the office, five of them in one establishment: the office less the establishment is one person."""
    found = cells((5, "A", "e", "t"), (1, "A", "f", "t"), (20, "B", "g", "t"), (20, "C", "h", "u"))
    assert "e" not in shown(found, "establishment")
    assert shown(found, "office")["A"] == (6, 2)


def test_trade_that_is_an_establishment_and_one_person_more_is_not_told_beside_it():
    found = cells((6, "A", "e", "t"), (1, "B", "g", "t"), (30, "B", "g", "u"), (30, "C", "h", "u"))
    both = shown(found, "establishment"), shown(found, "trade")
    assert not ("e" in both[0] and "t" in both[1])


def test_parts_together_are_all_parts():
    found = cells((5, "A", "e", "t"), (1, "A", "f", "t"), (20, "B", "g", "u"), (7, "", "h", "v"))
    for division in ("office", "establishment", "trade"):
        assert sum(n for n, _answered in shown(found, division).values()) == 33


def test_only_crowds_beside_crowds_follow_the_day():
    assert live(cells((99, "A", "e", "t"))) == set()
    assert live(cells((150, "A", "e", "t"), (99, "B", "f", "t"))) == {("whole", "")}
    assert live(cells((150, "A", "e", "t"), (99, "B", "f", "t"), (2, "C", "g", "t"))) == {
        ("whole", ""),
        ("office", "A"),
    }
    assert live(cells((150, "A", "e", "t"), (250, "B", "f", "u"))) == {("whole", ""), ("office", "A"), ("office", "B")}


@pytest.mark.parametrize(
    ("before", "now", "kind", "shown_after"),
    [
        (None, 1, {}, 1),
        (10, 14, {"is_whole": True}, 10),
        (10, 15, {"is_whole": True}, 15),
        (10, 5, {"is_whole": True}, 5),
        (10, 60, {}, 10),
        (10, 11, {"is_new_day": True}, 11),
        (10, 11, {"is_live": True}, 11),
    ],
)
def test_figure_moves_where_nobody_can_be_seen_moving_it(before, now, kind, shown_after):
    more = {"is_live": False, "is_whole": False, "is_new_day": False, **kind}
    assert moved(before, now, **more) == shown_after


def test_crowd_is_a_hundred():
    assert CROWD == 100
