"""Another rule tried: the trial says what a draw by that rule would say, and stores nothing."""

from dataclasses import replace
from datetime import date

import pytest

from laerling.rounds import queries as rounds
from laerling.rounds.models import Round
from laerling.sample import actions, queries
from laerling.sample.models import Exclusion, Sample, SampleMember

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(units_in, vigo, take_in):
    take_in(vigo())
    return queries.rule_dates(rounds.get(2026))


def tried(own, **changes):
    return queries.try_rule(round_year=2026, stage="final", own=own, rule=replace(own, **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"more_than": False},
        {"months_in_training": 9},
        {"months_in_training": 24},
        {"months_in_training": 0},
        {"counted_on": date(2026, 10, 2)},
        {"opens_on": date(2026, 10, 14)},
        {"closes_on": date(2026, 12, 21)},
        {"opens_on": date(2026, 11, 9), "closes_on": date(2026, 12, 19)},
    ],
)
def test_trial_says_what_a_draw_by_that_rule_says(own, by, now, changes):
    trial = tried(own, **changes)
    by_own = _drawn(by, now)
    names = {"counted_on": "final_extract_on"}
    Round.objects.filter(year=2026).update(**{names.get(name, name): value for name, value in changes.items()})
    by_other = _drawn(by, now)

    assert (trial.n_before, trial.n_after) == (len(by_own), len(by_other))
    assert {(one.number, one.county_code) for one in trial.came_in} == by_other - by_own
    assert {(one.number, one.county_code) for one in trial.fell_out} == by_own - by_other
    reasons = dict(Exclusion.objects.values_list("contract__number", "reasons"))
    assert {one.number: "+".join(one.reasons) for one in trial.fell_out} == {
        number: reasons[number] for number, _county in by_own - by_other
    }
    for line in trial.by_county:
        assert line.n_after == line.n_before + line.n_in - line.n_out
        assert line.n_after == sum(1 for _number, code in by_other if code == line.code)


def _drawn(by, now):
    """Draw the final sample anew, as if it had never been locked; return contract and county of everyone asked."""
    Sample.objects.all().delete()
    actions.draw(round_year=2026, stage="final", by=by, now=now)
    return set(SampleMember.objects.values_list("contract__number", "county_code"))


def test_own_rule_moves_nobody_and_nothing_is_stored(own):
    trial = tried(own)

    assert (trial.came_in, trial.fell_out, trial.n_before) == ((), (), trial.n_after)
    assert not Sample.objects.exists()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"months_in_training": -1}, queries.MonthsOutOfReach),
        ({"months_in_training": 61}, queries.MonthsOutOfReach),
        ({"counted_on": date(2026, 10, 16)}, queries.DaysOutOfOrder),
        ({"closes_on": date(2026, 10, 15)}, queries.DaysOutOfOrder),
        ({"closes_on": date(2026, 10, 1)}, queries.DaysOutOfOrder),
        ({"counted_on": date(1, 1, 1)}, queries.DaysFarAway),
        ({"closes_on": date(9999, 12, 31)}, queries.DaysFarAway),
    ],
)
def test_impossible_rule_is_refused_in_one_sentence(own, changes, refusal):
    with pytest.raises(refusal) as refused:
        tried(own, **changes)
    assert str(refused.value).count(".") == 1


def test_trial_asks_as_little_whatever_comes_of_it(own, django_assert_num_queries):
    with django_assert_num_queries(4):
        tried(own, months_in_training=0)
    with django_assert_num_queries(4):
        tried(own)


def test_newest_extract_stands_first(own, vigo, take_in):
    take_in(vigo("01.09.2026"), stage="preliminary")

    assert queries.stages_in() == ((2026, "final"), (2026, "preliminary"))
