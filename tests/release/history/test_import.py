"""Earlier rounds come in as files, are checked to the last line, and are released like any other."""

import csv

import pytest
from django.core.management import call_command
from tests.release import population

from laerling.audit.models import Event
from laerling.questionnaire import queries as questionnaires
from laerling.release import queries
from laerling.release.history.actions import AlreadyReleased, FaultyHistory, OwnRound, import_history
from laerling.release.models import Release
from laerling.rounds import queries as rounds

pytestmark = pytest.mark.django_db

QUESTIONNAIRE = "apprentice-2018"
DIMENSIONS = ("county", "office")


def _write(path, header, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter=";", lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


@pytest.fixture
def folder(db, tmp_path):
    """A round of 2019 as the Directorate hands it over."""
    questionnaire = questionnaires.published(QUESTIONNAIRE)
    base = population.base(questionnaire)
    columns = [*(base.profile[name] for name in DIMENSIONS), *base.answers.values()]
    _write(tmp_path / "answers.csv", (*DIMENSIONS, *base.answers), zip(*columns, strict=True))
    _write(tmp_path / "invited.csv", (*DIMENSIONS, "n"), ((*key[:2], n) for key, n in base.asked.items()))
    names = {"46": "Hordaland", "11": "Rogaland"}
    counties = [("county", code, name, "") for code, name in names.items()]
    offices = {office: county for county, office, *_n in population.GROUPS if office}
    _write(
        tmp_path / "labels.csv",
        ("dimension", "code", "name", "parents"),
        [
            *counties,
            *(("office", office, f"Kontor {office}", f"county:{county}") for office, county in offices.items()),
        ],
    )
    n_invited = sum(base.asked.values())
    (tmp_path / "round.toml").write_text(
        f'year = 2019\nquestionnaire = "{QUESTIONNAIRE}"\nn_invited = {n_invited}\nn_answered = {base.n}\n'
    )
    return tmp_path


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
