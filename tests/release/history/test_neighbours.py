"""Two earlier rounds together: what other questions, another structure or other office numbers do to that."""

import pytest
from tests.release import population
from tests.release.history.folders import write_round

from laerling.release import queries
from laerling.release.history.actions import KeptForTheNext, import_history
from laerling.rounds import queries as rounds

pytestmark = pytest.mark.django_db

TINY, RENUMBERED = population.TINY, "312345678"
BEFORE = (*population.GROUPS, ("46", TINY, 4, 9))
NOW = (*population.GROUPS, ("46", TINY, 4, 8))
# Hordaland and Sogn og Fjordane became Vestland in 2020; the office lay in the one that is gone.
OLD_COUNTIES = tuple(
    ("14" if office == TINY else "12" if county == "46" else county, office, *n) for county, office, *n in BEFORE
)
OLD_NAMES = {"12": "Hordaland", "14": "Sogn og Fjordane", "11": "Rogaland"}
# Some of the questions that were adjusted in 2020 (`apprentice-2020.toml`).
ADJUSTED = {"plan", "feedback"}
NEW_NAMES = {"46": "Vestland", "11": "Rogaland"}


@pytest.fixture
def second_of(tmp_path, by, now):
    """Take in two rounds, the second together with the first; return the second's release."""

    def take_in(before, after):
        folders = [write_round(tmp_path / str(year), year, groups, **more) for year, groups, more in (before, after)]
        import_history(folder=folders[0], by=by, now=now)
        return import_history(folder=folders[1], before=folders[0], by=by, now=now)

    return take_in


def test_rounds_with_other_questions_are_both_out_and_nothing_is_told_of_them_together(second_of):
    made = second_of(
        (2017, BEFORE, {"seed": 11, "questionnaire": "apprentice-2012"}),
        (2018, NOW, {"seed": 12, "questionnaire": "apprentice-2018"}),
    )
    assert queries.groups(made, "office", [(population.BIG,)])[population.BIG,].shown
    assert not queries.is_pooled(made)
    assert queries.report(made)["pooled"]["why_not"] == "no question can be compared between the two rounds"


def test_office_is_told_over_a_reform_of_its_county_and_never_in_a_question_that_was_adjusted(second_of):
    made = second_of(
        (2019, OLD_COUNTIES, {"seed": 11, "questionnaire": "apprentice-2018", "names": OLD_NAMES}),
        (2020, NOW, {"seed": 12, "questionnaire": "apprentice-2020", "names": NEW_NAMES}),
    )
    told = queries.groups(made, "office", [(TINY,)], rounds=2)[TINY,].cells
    assert told
    assert all(5 <= cell.n <= 8 for cell in told.values())
    both = queries.groups(made, "office", rounds=2).values()
    assert not ADJUSTED & {code for row in both for code in row.cells}


def test_office_with_another_number_in_the_other_round_is_another_office(second_of):
    before = tuple((county, RENUMBERED if office == TINY else office, *n) for county, office, *n in BEFORE)
    made = second_of((2018, before, {"seed": 11}), (2019, NOW, {"seed": 12}))
    assert not {(TINY,), (RENUMBERED,)} & set(queries.groups(made, "office", rounds=2))


def test_year_before_a_round_that_is_answered_here_is_kept_for_it_until_that_has_its_results(tmp_path, by, now):
    folders = [
        write_round(tmp_path / str(year), year, groups, seed, questionnaire="apprentice-2020")
        for year, groups, seed in ((2024, BEFORE, 11), (2025, NOW, 12))
    ]
    import_history(folder=folders[0], by=by, now=now)
    with pytest.raises(KeptForTheNext) as refused:
        import_history(folder=folders[1], before=folders[0], by=by, now=now)
    assert "2026" in str(refused.value)
    assert queries.made(2025) is None
    assert 2025 not in rounds.years()
    population.release(by, now)
    assert queries.is_pooled(import_history(folder=folders[1], before=folders[0], by=by, now=now))
