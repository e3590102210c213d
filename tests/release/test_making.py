"""What a release shows of a population, and what it never does."""

from collections import Counter

import numpy as np
import pytest
from tests.release import population

from laerling.questionnaire.rules import parse_published
from laerling.release.plans import plan_of_round
from laerling.release.protection.plan import Rules
from laerling.release.rules import making
from laerling.release.rules.base import Base, as_opened, used_dimensions
from laerling.release.rules.columns import columns_of
from laerling.release.rules.making import make
from laerling.release.rules.publication import PlanFault, items_of, read_publication
from laerling.sample.rules import PROFILE_KEYS

RULES = Rules()


@pytest.fixture(scope="module")
def questionnaire():
    return parse_published(population.questionnaire_file("apprentice-2026"))


@pytest.fixture(scope="module")
def people(questionnaire):
    return population.base(questionnaire)


def plan_for(base):
    plan = plan_of_round(2026)
    return plan.within(used_dimensions(plan.dimensions, base.profile))


@pytest.fixture(scope="module")
def made(questionnaire, people):
    return make(people, plan_for(people), questionnaire, RULES)


def by_place(made):
    return {(group.table, group.key): group for group in made.groups}


def test_every_attack_was_made_and_found_nothing(made):
    assert made.passed
    assert {attack["stage"] for attack in made.report["attacks"]} == {"answers", "answered or not", "follow-ups"}
    assert all(attack["passed"] for attack in made.report["attacks"])


def test_everybody_who_was_asked_has_a_group_shown_or_not(made, people):
    groups = by_place(made)
    for county, office, *_n in population.GROUPS:
        for place in (("county", (county,)), ("office", (office,)), ("county*office", (county, office))):
            assert place in groups
    assert all(group.shown == bool(group.figures) for group in made.groups)


def test_shown_figures_are_the_true_ones(made, people, questionnaire):
    groups = by_place(made)
    big = groups["office", (population.BIG,)]
    mine = people.profile["office"] == population.BIG
    for question in questionnaire.questions:
        figure = big.figures.get(question.code)
        if figure is None or "counts" not in figure:
            continue
        given = Counter(people.answers[question.code][mine].tolist())
        assert figure["counts"] == [given[value] for value in range(1, len(question.options) + 1)]
        assert figure["n"] == sum(figure["counts"])


def test_office_of_few_and_what_would_give_it_away_are_hidden(made):
    groups = by_place(made)
    assert not groups["office", (population.SMALL,)].shown
    assert not groups["office", (population.UNREGISTERED,)].shown


def test_sensitive_questions_come_in_bands_of_ten_and_more(made, questionnaire):
    sensitive = {item.code for item in items_of(questionnaire) if item.sensitive}
    found = [(code, group.figures[code]) for group in made.groups for code in sensitive & set(group.figures)]
    assert found
    for _code, figure in found:
        assert "counts" not in figure
        assert figure["n"] >= RULES.sensitive_minimum
        assert all(low <= high for low, high in figure["bands"])


def test_follow_ups_stand_in_few_tables_of_twice_as_many_and_never_alone(made, questionnaire):
    follow_ups = [item for item in items_of(questionnaire) if item.follow_up]
    for group in made.groups:
        for item in follow_ups:
            if item.code in group.figures:
                assert group.table in {"", "county"}
                assert group.figures[item.code]["n"] >= 2 * RULES.sensitive_minimum
                assert set(item.follows) <= set(group.figures)


def test_index_stands_only_where_all_its_questions_do(made, questionnaire):
    parts = {item.code: set(item.parts) for item in items_of(questionnaire) if item.kind == "index"}
    shown = [(group, code) for group in made.groups for code in parts if code in group.figures]
    assert shown
    for group, code in shown:
        assert parts[code] <= set(group.figures)


def test_index_is_the_mean_of_those_who_answered_enough(questionnaire):
    index = questionnaire.indices[0]
    first, second, third = index.items
    base = Base(
        ("county",),
        {"county": np.full(4, "46")},
        {first: np.array([5, 5, 1, 0]), second: np.array([3, 5, 0, 0]), third: np.array([0, 5, 0, 4])},
        {},
        {},
    )
    column = next(
        one for one in columns_of(base, questionnaire, items_of(questionnaire)) if one.item.code == index.code
    )
    told = [None if place == 0 else float(column.values[place - 1]) for place in column.answers]
    assert told == [4.0, 5.0, None, None]


def test_same_people_in_any_order_give_the_same_release(made, people, questionnaire):
    order = np.random.default_rng(1).permutation(people.n)
    shuffled = Base(
        people.dimensions,
        {name: texts[order] for name, texts in people.profile.items()},
        {code: given[order] for code, given in people.answers.items()},
        people.asked,
        people.listed,
    )
    assert make(shuffled, plan_for(shuffled), questionnaire, RULES).groups == made.groups


def test_attack_that_finds_something_leaves_no_figure(people, questionnaire, monkeypatch):
    good = making.answered_stage

    def found(*arguments):
        stage = good(*arguments)
        stage.report["attacks"][0].update(found=1, passed=False)
        return stage

    monkeypatch.setattr(making, "answered_stage", found)
    made = make(people, plan_for(people), questionnaire, RULES)
    assert (made.passed, made.groups) == (False, ())


def test_round_hardly_answered_shows_nothing(questionnaire):
    few = population.base(questionnaire, groups=(("46", "", 4, 20),))
    assert not any(group.shown for group in make(few, plan_for(few), questionnaire, RULES).groups)


def test_group_of_few_asked_says_so_and_nothing_else(questionnaire):
    groups = (*population.GROUPS, ("11", "312345676", 2, 4), ("11", "312345677", 3, 9))
    base = population.base(questionnaire, groups=groups)
    found = by_place(make(base, plan_for(base), questionnaire, RULES))
    assert found["office", ("312345676",)].few
    assert not found["office", ("312345677",)].few
    assert not found["office", (population.BIG,)].few


def test_those_asked_are_blanked_as_those_who_answered_were():
    answered = {("46", "a", "x"): 6, ("46", "", ""): 7, ("11", "b", ""): 5}
    listed = {("46", "a", "x"): 9, ("46", "a", "y"): 3, ("46", "c", "z"): 4, ("11", "b", "q"): 8, ("99", "d", ""): 1}
    assert as_opened(listed, answered) == {
        ("46", "a", "x"): 9,
        ("46", "a", ""): 3,
        ("46", "", ""): 4,
        ("11", "b", ""): 8,
        ("", "", ""): 1,
    }


def test_standard_plan_crosses_what_was_chosen_and_nothing_else():
    plan = plan_of_round(2026)
    assert plan.dimensions == PROFILE_KEYS
    assert ("county", "office") in plan.tables
    assert not any(len(table) > 2 for table in plan.tables)
    assert plan.follow_up_tables == ((), ("county",))


@pytest.mark.parametrize(
    "text",
    [
        'name = "x"',
        'name = "x"\ndimensions = ["county"]\ntables = [["county"]]\nfollow_up_tables = []',
        'name = "x"\ndimensions = ["county"]\ntables = [[], ["planet"]]\nfollow_up_tables = []',
        'name = "x"\ndimensions = ["county"]\ntables = [[], []]\nfollow_up_tables = []',
        'name = "x"\ndimensions = ["county"]\ntables = [[]]\nfollow_up_tables = [["county"]]',
    ],
)
def test_plan_that_cannot_be_is_refused(text):
    with pytest.raises(PlanFault):
        read_publication(text)
