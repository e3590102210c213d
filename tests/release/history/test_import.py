"""Earlier rounds come in as files, are checked to the last line, and are released like any other."""

import pytest
from django.core.management import CommandError, call_command
from tests.release import population
from tests.release.history.folders import QUESTIONNAIRE, write_round

from laerling.audit.models import Event
from laerling.questionnaire import queries as questionnaires
from laerling.release import queries
from laerling.release.earlier import earlier_round
from laerling.release.history.actions import (
    AlreadyReleased,
    FaultyHistory,
    NotTheYearBefore,
    OwnRound,
    import_history,
)
from laerling.release.models import Release
from laerling.rounds import queries as rounds

pytestmark = pytest.mark.django_db

# Too few in 2019 and in 2020; enough in both. Beside it stands another, so that it is not what is left.
SMALL_BEFORE = (*population.GROUPS, ("46", "312345676", 4, 9))
SMALL_NOW = (*population.GROUPS, ("46", "312345676", 4, 8))


@pytest.fixture
def folder(db, tmp_path):
    """A round of 2019."""
    return write_round(tmp_path)


@pytest.fixture
def two(db, tmp_path):
    """Rounds of 2018 and 2019 in which an office is too small, and not in both together."""
    before = write_round(tmp_path / "2018", year=2018, groups=SMALL_BEFORE, seed=11)
    return before, write_round(tmp_path / "2019", groups=SMALL_NOW, seed=12)


def test_earlier_round_is_released_under_the_names_of_its_time(folder, by, now):
    made = import_history(folder=folder, by=by, now=now)
    assert (made.round_year, made.source, made.n_answered) == (2019, "history", 237)
    assert rounds.get(2019).closed_at is not None
    assert queries.released(2019, now) == made
    assert queries.labels(made, "county")["46"].name == "Hordaland"
    assert queries.labels(made, "office")[population.BIG].parents == ("county:46",)
    big = queries.groups(made, "office", [(population.BIG,)])[population.BIG,]
    assert big.get("answered") == queries.CellFacts(shown=True, n=75, counts=(60, 15))
    assert queries.report(made)["attacks"]
    assert Event.objects.filter(what="release.history.imported", about="round:2019").exists()


def test_same_folder_again_changes_nothing_and_another_is_refused(folder, by, now):
    made = import_history(folder=folder, by=by, now=now)
    assert import_history(folder=folder, by=by, now=now) == made
    answers = (folder / "answers.csv").read_text()
    (folder / "answers.csv").write_text(answers + "\n")
    with pytest.raises(AlreadyReleased):
        import_history(folder=folder, by=by, now=now)
    assert Release.objects.count() == 1


def test_round_that_is_answered_here_is_refused(folder, by, now):
    text = (folder / "round.toml").read_text()
    (folder / "round.toml").write_text(text.replace("2019", "2026"))
    with pytest.raises(OwnRound):
        import_history(folder=folder, by=by, now=now)
    assert not Release.objects.exists()


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        ("round.toml", "n_answered = 237", "n_answered = 236", "n_answered"),
        ("round.toml", "n_invited", "invited", "n_invited"),
        ("answers.csv", "county;", "fylke;", "answers.csv, row 1"),
        ("answers.csv", "\n46;", "\n46;;", "answers.csv, row 2: has"),
        ("invited.csv", ";75\n", ";0\n", "invited.csv, row 2: n must"),
        ("invited.csv", ";75\n", ";59\n", "n_invited"),
        ("labels.csv", "county;46;Hordaland;", "county;46;;", "labels.csv, row 2"),
        ("labels.csv", "county;46;Hordaland;", "county;47;Hordaland;", "the county has no name"),
    ],
)
def test_fault_is_told_by_file_and_row_and_nothing_is_taken_in(folder, by, now, file, before, after, said):
    text = (folder / file).read_text()
    assert before in text
    (folder / file).write_text(text.replace(before, after, 1))
    with pytest.raises(FaultyHistory) as refused:
        import_history(folder=folder, by=by, now=now)
    assert said in str(refused.value)
    assert not Release.objects.exists()
    assert 2019 not in rounds.years()


def test_answer_outside_the_scale_is_told_without_its_value(folder, by, now):
    lines = (folder / "answers.csv").read_text().splitlines()
    place = lines[0].split(";").index("thriving")
    fields = lines[3].split(";")
    fields[place] = "97"
    lines[3] = ";".join(fields)
    (folder / "answers.csv").write_text("\n".join(lines) + "\n")
    with pytest.raises(FaultyHistory) as refused:
        import_history(folder=folder, by=by, now=now)
    assert "answers.csv, row 4: thriving must be a whole number from 1 to 5" in str(refused.value)
    assert "97" not in str(refused.value)


def test_command_says_what_it_made(folder, capsys):
    call_command("import_history", folder)
    assert queries.made(2019).content_hash in capsys.readouterr().out


def test_office_too_small_in_either_year_is_shown_over_both_where_the_year_before_is_given(two, by, now):
    before, folder = two
    first = import_history(folder=before, by=by, now=now)
    made = import_history(folder=folder, before=before, by=by, now=now)
    assert (queries.is_pooled(first), queries.is_pooled(made)) == (False, True)
    for facts in (first, made):
        assert not queries.groups(facts, "office", [("312345676",)])["312345676",].shown
    row = queries.groups(made, "office", [("312345676",)], rounds=2)["312345676",]
    figure = next(cell for cell in row.cells.values() if cell.counts)
    assert (row.rounds, figure.n == sum(figure.counts) >= 5) == (2, True)
    report = queries.report(made)
    assert report["pooled"]["attacks"]
    assert report["attacks"][-1]["stage"] == "two rounds"
    # What stands for one year alone is what it would be without.
    assert queries.unit_codes(made, "office") >= {"312345676"}
    assert import_history(folder=folder, before=before, by=by, now=now) == made


def test_without_the_year_before_nothing_is_pooled_and_nothing_is_wrong(two, by, now):
    before, folder = two
    import_history(folder=before, by=by, now=now)
    made = import_history(folder=folder, by=by, now=now)
    assert not queries.is_pooled(made)
    assert "pooled" not in queries.report(made)


def test_round_that_is_pooled_already_is_not_pooled_with_the_next(two, by, now, tmp_path):
    before, folder = two
    import_history(folder=before, by=by, now=now)
    import_history(folder=folder, before=before, by=by, now=now)
    questionnaire = questionnaires.published(QUESTIONNAIRE)
    assert earlier_round(2020, questionnaire, folder) is None


@pytest.mark.parametrize("change", ["answers", "year", "not released"])
def test_other_folder_than_the_year_before_was_made_from_is_refused_and_nothing_is_made(two, by, now, change):
    before, folder = two
    if change != "not released":
        import_history(folder=before, by=by, now=now)
    if change == "answers":
        lines = (before / "answers.csv").read_text().splitlines()
        (before / "answers.csv").write_text("\n".join([lines[0], *lines[:0:-1]]) + "\n")
    if change == "year":
        (before / "round.toml").write_text((before / "round.toml").read_text().replace("2018", "2017"))
    with pytest.raises(NotTheYearBefore):
        import_history(folder=folder, before=before, by=by, now=now)
    assert queries.made(2019) is None


def test_command_takes_the_year_before_of_one_round_at_a_time(two, capsys):
    before, folder = two
    call_command("import_history", before)
    with pytest.raises(CommandError):
        call_command("import_history", before, folder, before=before)
    call_command("import_history", folder, before=before)
    assert queries.is_pooled(queries.made(2019))
