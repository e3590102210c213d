"""Folders of earlier rounds, as the Directorate hands them over."""

import csv

from tests.release import population

from laerling.questionnaire import queries as questionnaires

QUESTIONNAIRE = "apprentice-2018"
DIMENSIONS = ("county", "office")
NAMES = {"46": "Hordaland", "11": "Rogaland"}


def _write(path, header, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter=";", lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def write_round(at, year=2019, groups=population.GROUPS, seed=7, *, questionnaire=QUESTIONNAIRE, names=NAMES):
    """Write a round as the Directorate hands it over."""
    at.mkdir(exist_ok=True)
    base = population.base(questionnaires.published(questionnaire), groups=groups, seed=seed)
    columns = [*(base.profile[name] for name in DIMENSIONS), *base.answers.values()]
    _write(at / "answers.csv", (*DIMENSIONS, *base.answers), zip(*columns, strict=True))
    _write(at / "invited.csv", (*DIMENSIONS, "n"), ((*key[:2], n) for key, n in base.asked.items()))
    counties = [("county", code, name, "") for code, name in names.items()]
    offices = {office: county for county, office, *_n in groups if office}
    _write(
        at / "labels.csv",
        ("dimension", "code", "name", "parents"),
        [
            *counties,
            *(("office", office, f"Kontor {office}", f"county:{county}") for office, county in offices.items()),
        ],
    )
    n_invited = sum(base.asked.values())
    (at / "round.toml").write_text(
        f'year = {year}\nquestionnaire = "{questionnaire}"\nn_invited = {n_invited}\nn_answered = {base.n}\n'
    )
    return at
