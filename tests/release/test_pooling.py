"""Two rounds told together of units that neither shows: what comes in, what never does, and what is tried."""

from dataclasses import replace

import numpy as np
import pytest
from tests.release import population

from laerling.questionnaire.rules import parse_published
from laerling.release.plans import plan_of_round
from laerling.release.protection.plan import Rules
from laerling.release.protection.release import Attack
from laerling.release.rules import pooling
from laerling.release.rules.base import used_dimensions
from laerling.release.rules.making import make
from laerling.release.rules.pooling import pool
from laerling.release.rules.publication import PlanFault, items_of, read_publication
from laerling.release.rules.stacking import Earlier, shown_by

RULES = Rules()
TINY, TINIER = "312345676", "312345677"
# Too few in either round, and enough in both together; what they are left with beside them is large.
BEFORE = (*population.GROUPS, ("46", TINY, 4, 9), ("11", TINIER, 3, 6))
NOW = (*population.GROUPS, ("46", TINY, 4, 8), ("11", TINIER, 1, 6))


@pytest.fixture(scope="module")
def questionnaire():
    return parse_published(population.questionnaire_file("apprentice-2026"))


def round_of(questionnaire, groups, seed):
    people = population.base(questionnaire, groups=groups, seed=seed)
    plan = plan_of_round(2026)
    plan = plan.within(used_dimensions(plan.dimensions, people.profile))
    return people, plan, make(people, plan, questionnaire, RULES)


@pytest.fixture(scope="module")
def rounds(questionnaire):
    return round_of(questionnaire, BEFORE, 11), round_of(questionnaire, NOW, 12)


@pytest.fixture(scope="module")
def earlier(questionnaire, rounds):
    (people, plan, made), _now = rounds
    comparable = frozenset(item.code for item in items_of(questionnaire)) - {"thriving"}
    return Earlier(2025, people, plan.tables, shown_by(made.groups), comparable)


@pytest.fixture(scope="module")
def pooled(questionnaire, rounds, earlier):
    _before, (people, plan, made) = rounds
    return pool(people, plan, questionnaire, RULES, shown_by(made.groups), earlier)


def row_of(pooled, office):
    return next((row for row in pooled.rows if (row.table, row.key) == ("office", (office,))), None)


def test_office_too_small_in_either_round_is_told_over_both(pooled, rounds, earlier):
    row = row_of(pooled, TINY)
    assert (row.shown, row.rounds) == (True, 2)
    item, figure = next((code, one) for code, one in row.figures.items() if "counts" in one)
    bases = [one[0] for one in rounds]
    given = np.concatenate([base.answers[item][base.profile["office"] == TINY] for base in bases])
    assert figure["counts"] == [int((given == value).sum()) for value in range(1, len(figure["counts"]) + 1)]
    assert figure["n"] == (given > 0).sum() >= RULES.minimum


def test_nothing_is_pooled_that_one_of_the_rounds_shows(pooled, rounds):
    shown = [shown_by(made.groups) for _people, _plan, made in rounds]
    for row in pooled.rows:
        for one in shown:
            assert not set(row.figures) & set(one.get((row.table, row.key), {}))


def test_only_units_with_a_name_of_both_rounds_and_tables_of_the_plan_are_pooled(pooled):
    assert pooled.rows
    assert {row.table for row in pooled.rows} == {"office"}
    assert all("" not in row.key for row in pooled.rows)
    assert row_of(pooled, TINIER) is None


def test_sensitive_and_adjusted_questions_are_never_pooled(pooled, questionnaire):
    sensitive = {item.code for item in items_of(questionnaire) if item.sensitive}
    told = {code for row in pooled.rows for code in row.figures}
    assert not told & (sensitive | {"thriving"})


def test_index_is_pooled_only_where_all_its_questions_are_told(pooled, questionnaire, rounds):
    parts = {item.code: set(item.parts) for item in items_of(questionnaire) if item.kind == "index"}
    shown = [shown_by(made.groups) for _people, _plan, made in rounds]
    for row in pooled.rows:
        both = set.intersection(*(set(one.get((row.table, row.key), {})) for one in shown))
        for code in set(row.figures) & set(parts):
            assert parts[code] <= set(row.figures) | both


def test_every_attack_was_made_and_found_nothing(pooled):
    names = [attack["name"] for attack in pooled.report["attacks"]]
    assert any(name.startswith("certificate") for name in names)
    assert any(name.startswith("control") for name in names)
    assert any(name.endswith("reconstruction") for name in names)
    assert all(attack["passed"] for attack in pooled.report["attacks"])
    assert pooled.report["rows"] == len(pooled.rows)


def test_attack_that_finds_something_leaves_no_pooled_row(questionnaire, rounds, earlier, monkeypatch):
    _before, (people, plan, made) = rounds
    monkeypatch.setattr(pooling, "attacked", lambda *_arguments: iter([Attack("certificate", 9, 1)]))
    blocked = pool(people, plan, questionnaire, RULES, shown_by(made.groups), earlier)
    assert blocked.rows == ()
    assert [attack["passed"] for attack in blocked.report["attacks"]] == [False]


def test_other_people_than_those_released_are_never_pooled(questionnaire, rounds, earlier):
    _before, (people, plan, made) = rounds
    other = replace(earlier, base=population.base(questionnaire, groups=BEFORE[:-1], seed=11))
    told = pool(people, plan, questionnaire, RULES, shown_by(made.groups), other)
    assert told.rows == ()
    assert "people" in told.report["why_not"]


@pytest.mark.parametrize("pooled_tables", ['[["county"]]', "[[]]", '[["office"]]'])
def test_plan_pools_neither_everybody_nor_counties_nor_what_it_does_not_publish(pooled_tables):
    text = 'name = "x"\ndimensions = ["county", "office"]\ntables = [[], ["county"]]\nfollow_up_tables = []\n'
    with pytest.raises(PlanFault):
        read_publication(f"{text}pooled_tables = {pooled_tables}\n")
