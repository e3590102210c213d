"""Why a figure is not shown: what anybody can see has a reason of its own, everything else has one word."""

import pytest
from tests.release import population

from laerling.release import queries
from laerling.release.models import ReleasedGroup

pytestmark = pytest.mark.django_db


@pytest.fixture
def facts(by, now):
    population.register(by, now)
    return population.release(by, now)


def test_figure_that_is_shown_needs_no_reason(facts):
    assert queries.explained(facts, "office", (population.BIG,), "answered") is None


def test_hidden_figure_tells_the_nearest_wider_group_that_is_shown(facts):
    found = queries.explained(facts, "county*office", ("46", population.SMALL), "thriving")
    assert (found.reason, found.instead, found.n_more) == ("protect", ("county", ("46",)), None)
    assert queries.explained(facts, "office", (population.SMALL,), "thriving").instead == ("", ())


def test_rule_and_neighbour_are_not_told_apart(facts):
    hidden = ReleasedGroup.objects.filter(release_id=facts.id, table="county*office", shown=False, few=False)
    reasons = {
        queries.explained(facts, "county*office", tuple(key), "thriving").reason
        for key in hidden.values_list("key", flat=True)
    }
    assert reasons == {"protect"}


def test_sensitive_figure_tells_how_many_more_it_takes_where_how_many_answered_is_shown(by, now):
    seven = "312345678"
    facts = population.release(by, now, groups=(*population.GROUPS, ("11", seven, 7, 12)))
    here = queries.groups(facts, "office", [(seven,)])[seven,]
    assert here.get("answered").counts == (7, 5)
    found = queries.explained(facts, "office", (seven,), "bullied")
    assert (found.reason, found.instead, found.n_more) == ("few", ("", ()), 3)
    assert queries.explained(facts, "office", (seven,), "harm_told").reason == "unpublished"


def test_figure_outside_the_plan_is_not_published(facts):
    assert queries.explained(facts, "county*gender", ("46", "K"), "thriving").reason == "unpublished"
    assert queries.explained(facts, "county", ("46",), "what").reason == "unpublished"


def test_group_that_does_not_exist_looks_like_a_hidden_one(facts):
    assert queries.explained(facts, "office", ("399999999",), "thriving").reason == "protect"


def test_explaining_asks_a_query_for_each_wider_table_at_most(facts, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        queries.explained(facts, "county*office", ("46", population.SMALL), "thriving")


def test_loss_tells_each_table(facts):
    loss = queries.loss(facts)
    assert (loss.round_year, loss.before_year) == (2026, None)
    offices = next(line for line in loss.tables if line.table == "office")
    assert offices.groups == offices.shown + offices.hidden_by_rule + offices.hidden_by_complement
    assert 0 < offices.respondents < 1


def test_groups_within_have_the_codes_asked_for(facts):
    found = queries.groups_within(facts, "county*office", {"county": "46"}, ["answered"])
    assert set(found) == {("46", office) for county, office, *_n in population.GROUPS if county == "46"}
    assert all(set(group.cells) <= {"answered"} for group in found.values())


def test_series_is_one_query(facts, django_assert_num_queries, now):
    out = facts.made_at.replace(year=2028)
    with django_assert_num_queries(1):
        found = queries.series("office", (population.BIG,), ["answered"], out)
    assert list(found) == [2026]
    assert found[2026].get("answered").n == 75
    assert queries.series("office", (population.BIG,), None, now) == {}


def test_labels_tell_names_and_where_units_lie(facts):
    offices = queries.labels(facts, "office")
    assert offices[population.ACROSS].parents == ("county:11", "county:46")
    assert offices[population.BIG].name == "Opplæringskontoret Fjordbygg"
