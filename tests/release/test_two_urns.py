"""Two rounds answered here, each in its own urn: the second is pooled with the first or is not, and is out either way."""

import shutil

import numpy as np
import pytest
from tests.release import urns
from tests.release.history.folders import write_round
from tests.release.urns import ALIKE, EIGHT, FOUR, SIX

from laerling.release import queries, tasks
from laerling.release.actions import NotTheYearBefore, make_release
from laerling.release.earlier import kept_folder
from laerling.release.history.actions import import_history
from laerling.release.protection import forced
from laerling.responses import queries as responses
from laerling.responses.models import OpenedAnswer

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(db, settings, tmp_path):
    """Two rounds that two key holders have opened, 2025 and 2026; when the second was."""
    settings.HOME = tmp_path / "home"
    return urns.two_seasons(tmp_path)


def of_both(office, item):
    """Return how many of an office gave each answer in the two urns together."""
    counts = np.zeros(8, np.int64)
    for year in (2025, 2026):
        rows = responses.opened(year)
        given = rows.answers[rows.profile["office"] == office, rows.questions.index(item)]
        counts += np.bincount(given, minlength=8)
    return counts[1:]


def test_second_season_tells_an_office_over_both_years_and_withstands_every_attack(opened, by):
    first = make_release(round_year=2025, by=by, now=opened)
    made = make_release(round_year=2026, by=by, now=opened)
    assert (first.source, made.source) == ("urn", "urn")
    assert (queries.is_pooled(first), queries.is_pooled(made)) == (False, True)
    told = queries.groups(made, "office", rounds=2)
    alone = [queries.groups(facts, "office") for facts in (first, made)]
    questions = 0
    for key, row in told.items():
        for item, cell in row.cells.items():
            assert not any(item in years[key].cells for years in alone)
            if cell.counts:
                assert list(cell.counts) == of_both(*key, item)[: len(cell.counts)].tolist()
                questions += 1
    assert questions
    assert {(SIX,), (EIGHT,)} & set(told)
    # In both years all of the eight answered this alike: nobody's answer would be open.
    assert not told[EIGHT,].get(ALIKE).shown
    said = queries.report(made)
    assert said["pooled"]["year"] == 2025
    assert all(attack["passed"] for attack in (*said["attacks"], *said["pooled"]["attacks"]))
    assert said["attacks"][-1]["stage"] == "two rounds"


def test_office_of_four_has_no_name_in_an_opened_urn_and_is_not_told_over_both(opened, by):
    make_release(round_year=2025, by=by, now=opened)
    made = make_release(round_year=2026, by=by, now=opened)
    assert FOUR not in {*responses.opened(2025).profile["office"], *responses.opened(2026).profile["office"]}
    assert (FOUR,) not in queries.groups(made, "office", rounds=2)


def test_attack_that_finds_somebody_in_both_years_leaves_the_round_as_it_stands_alone(opened, by, monkeypatch):
    """A protection that has forgotten what single items tell shows an office in which all answered alike: the attacks see it."""
    make_release(round_year=2025, by=by, now=opened)
    monkeypatch.setattr(forced, "holds", lambda counts, *_rest: np.ones(len(counts), np.bool_))
    monkeypatch.setattr(forced, "found_out", lambda *_given: [])
    made = make_release(round_year=2026, by=by, now=opened)
    assert not queries.is_pooled(made)
    assert queries.groups(made, "office", [(EIGHT,)])[EIGHT,].shown
    said = queries.report(made)
    assert (said["pooled"]["rows"], said["pooled"]["year"]) == (0, 2025)
    found = [attack for attack in said["pooled"]["attacks"] if not attack["passed"]]
    assert {f"{ALIKE}: rules", f"{ALIKE}: reconstruction"} <= {attack["name"] for attack in found}
    assert all(attack["passed"] for attack in said["attacks"])
    assert "two rounds" not in {attack["stage"] for attack in said["attacks"]}


@pytest.fixture
def after_history(db, settings, tmp_path, by, now):
    """A round of 2025 that was brought in from a folder, kept where the release looks; and 2026, opened here."""
    settings.HOME = tmp_path / "home"
    folder = kept_folder(2025)
    folder.parent.mkdir(parents=True)
    write_round(folder, 2025, urns.BEFORE, 11, questionnaire="apprentice-2020")
    import_history(folder=folder, by=by, now=now)
    return urns.answered_here(2026, urns.NOW, questionnaire="apprentice-2026", folder=tmp_path, seed=12)


def test_first_season_here_is_pooled_with_the_year_brought_in_before_it_whoever_presses_the_button(after_history):
    tasks.make_release(round_year=2026, account="x")
    made = queries.made(2026)
    assert queries.report(made)["pooled"]["year"] == 2025
    assert (EIGHT,) in queries.groups(made, "office", rounds=2)


def test_first_season_here_is_out_alone_where_the_folder_is_gone(after_history, by):
    shutil.rmtree(kept_folder(2025))
    made = make_release(round_year=2026, by=by, now=after_history)
    assert not queries.is_pooled(made)
    assert "pooled" not in queries.report(made)


def test_first_season_here_waits_for_the_right_folder_where_another_lies_in_its_place(after_history, by):
    """What is frozen cannot be pooled later: better late than alone."""
    answers = kept_folder(2025) / "answers.csv"
    answers.write_text(answers.read_text() + "\n")
    with pytest.raises(NotTheYearBefore):
        make_release(round_year=2026, by=by, now=after_history)
    assert queries.made(2026) is None


@pytest.mark.parametrize("left", ["nothing", "one less", "others"])
def test_second_season_is_out_alone_where_the_answers_of_the_first_are_gone_or_others(opened, by, left):
    make_release(round_year=2025, by=by, now=opened)
    answers = OpenedAnswer.objects.filter(round_id=2025)
    if left == "nothing":
        answers.delete()
    if left == "one less":
        answers.first().delete()
    if left == "others":
        answers.filter(pk=answers.filter(office=EIGHT).first().pk).update(office=SIX)
    made = make_release(round_year=2026, by=by, now=opened)
    assert queries.groups(made, "office", [(EIGHT,)])[EIGHT,].shown
    assert not queries.is_pooled(made)
    why_not = queries.report(made).get("pooled", {}).get("why_not", "")
    assert why_not == ("the people are not those the releases were made of" if left == "others" else "")
