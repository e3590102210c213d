"""What is pointed out for whom: the unit's own, what lies below it and may be seen, and what stands around it."""

import pytest
from tests.release.population import BIG, MIDDLE, SMALL
from tests.reports import invented
from tests.reports.invented import ALIKE, HURT, SHOP, YARD, figures

from laerling.access.policy import whole
from laerling.release import queries as release
from laerling.reports.findings import queries
from laerling.reports.types import Unit
from laerling.rounds import queries as rounds

pytestmark = pytest.mark.django_db

NATION = Unit("nation", "", "Hele landet")
VESTLAND = Unit("county", "46", "Vestland")
DIRECTORATE = whole("nation", "", "Utdanningsdirektoratet")
COUNTY = whole("county", "46", "Vestland")
OFFICE = whole("office", BIG, "Fjordbygg")


def an_office(code):
    return Unit("office", code, invented.NAMES[code])


@pytest.fixture
def pointed_out(db, by, now):
    """Release rounds with some groups changed, and return what is pointed out in the newest."""
    invented.register(by, now)

    def look(of, scope=DIRECTORATE, changed=(), before=None):
        if before is not None:
            invented.release(2025, invented.nation() | dict(before), questionnaire="apprentice-2020")
        invented.release(2026, invented.nation() | dict(changed))
        at = rounds.get(2026).results_at
        facts = release.released(2026, at)
        return queries.of(scope, of, facts=facts, nation="Hele landet", language="nb", now=at)

    return look


def told(findings):
    return [(one.kind, one.unit.code, one.item) for one in findings]


def test_ordinary_round_has_no_findings(pointed_out):
    assert pointed_out(NATION).all == ()


def test_harm_is_pointed_out_for_the_unit_itself_and_for_those_above_it(pointed_out):
    found = pointed_out(VESTLAND, COUNTY, {("office", (BIG,)): figures(bands=HURT)})
    assert told(found.own) == []
    assert told(found.below) == [("harm", BIG, "bullied")]
    (one,) = found.below
    assert (one.harm.low, one.harm.n) == (8, 40)
    assert one.answer == "To eller tre ganger i måneden"


def test_office_sees_its_own_harm_and_nobody_elses(pointed_out):
    hurt = {("office", (BIG,)): figures(bands=HURT), ("office", (MIDDLE,)): figures(bands=HURT)}
    found = pointed_out(an_office(BIG), OFFICE, hurt)
    assert told(found.all) == [("harm", BIG, "bullied")]


def test_office_that_looks_at_its_county_is_told_of_itself_only(pointed_out):
    hurt = {("office", (BIG,)): figures(bands=HURT), ("office", (MIDDLE,)): figures(bands=HURT)}
    found = pointed_out(VESTLAND, OFFICE, hurt)
    assert told(found.below) == [("harm", BIG, "bullied")]


def test_some_harm_in_a_county_lies_somewhere_in_it(pointed_out):
    some = {("county", ("46",)): figures(n=200, bands={"bullied": [[184, 196], [0, 3], [4, 7], [0, 3], [0, 3]]})}
    found = pointed_out(VESTLAND, COUNTY, some)
    assert told(found.own) == [("somewhere", "46", "bullied")]
    assert found.own[0].harm.low == 4


def test_where_the_own_figure_is_hidden_the_nearest_wider_one_is_told(pointed_out):
    hurt = {("county", ("46",)): figures(bands=HURT), ("", ()): figures(bands=HURT)}
    found = pointed_out(an_office(SMALL), DIRECTORATE, hurt)
    assert told(found.own) == []
    assert told(found.around) == [("harm", "46", "bullied")]


def test_where_the_county_hides_it_too_the_nation_is_told(pointed_out):
    hurt = {("county", ("46",)): figures(bands={}), ("", ()): figures(bands=HURT)}
    assert told(pointed_out(an_office(SMALL), DIRECTORATE, hurt).around) == [("harm", "", "bullied")]


def test_hidden_figures_tell_nothing(pointed_out):
    """Whether a hidden office has been hurt or not cannot be told from what stands for anybody."""
    found = pointed_out(an_office(SMALL), DIRECTORATE, {("office", (BIG,)): figures(bands=HURT)})
    assert told(found.all) == []


def test_establishments_of_an_office_stand_below_it_where_they_are_shown(pointed_out):
    hurt = {("establishment", (SHOP,)): figures(n=40, bands=HURT)}
    assert told(pointed_out(an_office(BIG), OFFICE, hurt).below) == [("harm", SHOP, "bullied")]
    assert YARD not in {one.unit.code for one in pointed_out_again(OFFICE).below}


def pointed_out_again(scope):
    at = rounds.get(2026).results_at
    return queries.of(
        scope, an_office(BIG), facts=release.released(2026, at), nation="Hele landet", language="nn", now=at
    )


def test_sharp_fall_is_told_with_the_year_it_is_reckoned_from(pointed_out):
    found = pointed_out(an_office(BIG), OFFICE, {("office", (BIG,)): figures(index_motivation=3.2)}, before={})
    fall = next(one for one in found.own if one.kind == "fall")
    assert (fall.item, fall.since, fall.title) == ("index_motivation", 2025, "Motivasjon")
    assert fall.low.points == pytest.approx(0.8)


def test_index_far_below_the_other_offices_is_pointed_out(pointed_out):
    found = pointed_out(an_office(ALIKE[0]), DIRECTORATE, {("office", (ALIKE[0],)): figures(index_guidance=2.8)})
    assert told(found.own) == [("far", ALIKE[0], "index_guidance")]


def test_round_that_is_not_out_is_no_round_to_fall_from(pointed_out, now):
    invented.release(
        2025,
        invented.nation(),
        questionnaire="apprentice-2020",
        results_at=rounds.get(2026).results_at.replace(year=2099),
    )
    found = pointed_out(an_office(BIG), OFFICE, {("office", (BIG,)): figures(index_motivation=3.2)})
    assert "fall" not in {one.kind for one in found.own}


def test_looking_again_asks_no_more_of_the_figures(pointed_out, django_assert_max_num_queries):
    pointed_out(an_office(BIG), OFFICE)
    with django_assert_max_num_queries(12):
        pointed_out_again(OFFICE)


def test_index_that_was_asked_otherwise_before_has_not_fallen(pointed_out):
    found = pointed_out(an_office(BIG), OFFICE, {("office", (BIG,)): figures(index_wellbeing=3.2)}, before={})
    assert "fall" not in {one.kind for one in found.own}
