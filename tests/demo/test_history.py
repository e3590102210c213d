"""The earlier rounds of the invented Norway, as the files that history comes in."""

import csv
import tomllib
from collections import Counter
from random import Random

import numpy as np
import pytest
from tests.data.standing import structure, versions

from laerling.demo.answers import Crowd, Respondents, answers_of
from laerling.demo.answers.model import harm_of
from laerling.demo.history.figures import FIRST, LAST, SIZES
from laerling.demo.history.people import DIMENSIONS
from laerling.demo.history.writing import Surroundings, write_rounds
from laerling.demo.norway.files import SEED, invent_units
from laerling.questionnaire.rules import clean

SCALE = 0.05


@pytest.fixture(scope="module")
def around():
    return Surroundings(structure(), versions())


@pytest.fixture(scope="module")
def folders(around, tmp_path_factory):
    return write_rounds(tmp_path_factory.mktemp("history"), scale=SCALE, surroundings=around)


def rows(folder, name):
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_every_round_has_its_folder_size_and_questionnaire(folders):
    assert (FIRST, LAST) == (2012, 2025)
    assert sorted(folders) == list(range(2012, 2026))
    said = {year: tomllib.loads((folder / "round.toml").read_text()) for year, folder in folders.items()}
    assert {one["questionnaire"] for year, one in said.items() if year < 2018} == {"apprentice-2012"}
    assert {one["questionnaire"] for year, one in said.items() if year in {2018, 2019}} == {"apprentice-2018"}
    assert {one["questionnaire"] for year, one in said.items() if year >= 2020} == {"apprentice-2020"}
    for year, one in said.items():
        assert one["n_answered"] == len(rows(folders[year], "answers.csv"))
        assert one["n_answered"] == pytest.approx(SIZES[year].n_answered * SCALE, rel=0.02)
        assert sum(int(row["n"]) for row in rows(folders[year], "invited.csv")) == one["n_invited"]
        assert 0.5 < one["n_answered"] / one["n_invited"] < 0.65
    assert SIZES[2021].n_answered == 13_802


@pytest.mark.parametrize(
    ("year", "n_counties", "there", "not_there"),
    [
        (2012, 19, "16", "50"),
        (2018, 18, "50", "16"),
        (2019, 18, "02", "30"),
        (2020, 11, "30", "02"),
        (2025, 15, "32", "30"),
    ],
)
def test_round_is_on_the_structure_of_its_time(folders, year, n_counties, there, not_there):
    counties = {row["county"] for row in rows(folders[year], "invited.csv")} - {""}
    assert len(counties) == n_counties
    assert there in counties
    assert not_there not in counties


def test_nobody_answered_who_was_not_asked_and_no_profile_is_finer_than_five(folders):
    for folder in folders.values():
        asked = Counter()
        for row in rows(folder, "invited.csv"):
            asked[tuple(row[name] for name in DIMENSIONS)] += int(row["n"])
        answered = Counter(tuple(row[name] for name in DIMENSIONS) for row in rows(folder, "answers.csv"))
        assert all(n <= asked[profile] for profile, n in answered.items())
        assert min(n for profile, n in asked.items() if profile[2]) >= 5


def test_answers_are_such_as_the_questionnaire_of_the_round_takes(folders, around):
    for year in (2012, 2019, 2025):
        questionnaire = around.questionnaire(year)
        for row in rows(folders[year], "answers.csv")[:200]:
            given = {
                question.code: int(row[question.code])
                for question in questionnaire.questions
                if row[question.code] != "0"
            }
            assert clean(questionnaire, given) == given


def test_everything_a_profile_names_has_a_label_and_lies_in_what_is_above_it(folders):
    for year in (2012, 2023):
        labels = {(row["dimension"], row["code"]): row for row in rows(folders[year], "labels.csv")}
        for row in rows(folders[year], "invited.csv"):
            for dimension in ("county", "office", "establishment", "programme", "trade"):
                if row[dimension]:
                    label = labels[dimension, row[dimension]]
                    assert label["name"]
                    if dimension == "office":
                        assert f"county:{row['county']}" in label["parents"].split("|")


def test_offices_stay_by_number_while_some_are_founded_closed_and_renamed(folders):
    names = {
        year: {row["code"]: row["name"] for row in rows(folder, "labels.csv") if row["dimension"] == "office"}
        for year, folder in folders.items()
    }
    first, last = set(names[2012]), set(names[2025])
    assert len(first & last) > 10
    assert first - last
    ever = set().union(*names.values())
    assert any(len({found[code] for found in names.values() if code in found}) > 1 for code in ever)


def test_trades_change_programme_with_the_curricula_of_2020(folders):
    def programmes(year):
        return {row["programme"] for row in rows(folders[year], "invited.csv")}

    assert "Elektrofag" in programmes(2022)
    assert "Elektro og datateknologi" not in programmes(2022)
    assert "Elektro og datateknologi" in programmes(2025)


def test_writing_again_gives_the_same_files(folders, around, tmp_path):
    again = write_rounds(tmp_path, scale=SCALE, surroundings=around, years=[2019])[2019]
    for name in ("round.toml", "answers.csv", "invited.csv", "labels.csv"):
        assert (again / name).read_bytes() == (folders[2019] / name).read_bytes()


def test_a_round_answered_all_at_once_looks_like_one_answered_person_by_person(around):
    questionnaire, n = around.questionnaire(2026), 1500
    profile = {"office": "312345670", "trade": "BATMF3----", "county": "46", "kind": "L", "establishment": ""}
    crowd = Crowd(n, {k: [v] for k, v in profile.items()}, {k: np.zeros(n, np.int64) for k in profile})
    at_once = answers_of(crowd, questionnaire, year=2026, adjusted_in={}, rng=np.random.default_rng(1))
    one_by_one, rng = Respondents(questionnaire), Random(1)
    each = [one_by_one.answer(profile=profile, rng=rng) for _ in range(n)]
    for question in questionnaire.questions:
        left = np.bincount(at_once[question.code], minlength=9)[: len(question.options) + 1] / n
        right = (
            np.bincount([given.get(question.code, 0) for given in each], minlength=9)[: len(question.options) + 1] / n
        )
        assert np.abs(left - right).max() < 0.07, question.code


def test_an_office_that_treats_its_people_badly_shows_it_and_others_do_not(around):
    offices, _establishments = invent_units(Random(SEED), scale=0.1)
    rough = [office.orgnr for office in offices if harm_of(office.orgnr)]
    assert len(rough) == 1

    def bullied(office, year):
        n = 800
        crowd = Crowd(n, {"office": [office]}, {"office": np.zeros(n, np.int64)})
        found = answers_of(crowd, around.questionnaire(year), year=year, adjusted_in={}, rng=np.random.default_rng(3))
        return np.mean(found["bullied"] >= 2)

    others = [office.orgnr for office in offices if office.orgnr not in rough][:5]
    assert bullied(rough[0], 2025) > 2 * max(bullied(office, 2025) for office in others)
    assert bullied(rough[0], 2022) < bullied(rough[0], 2025) / 2


def test_county_that_fell_in_one_year_can_be_found(around):
    questionnaire = around.questionnaire(2022)

    def level(year, county):
        n = 800
        crowd = Crowd(n, {"county": [county], "office": [""]}, {k: np.zeros(n, np.int64) for k in ("county", "office")})
        found = answers_of(crowd, questionnaire, year=year, adjusted_in={}, rng=np.random.default_rng(2))
        scores = [
            np.array([question.score(int(value)) for value in found[question.code] if value], float)
            for question in questionnaire.questions
            if question.direction != "none" and not question.sensitive
        ]
        return np.nanmean(np.concatenate(scores))

    assert level(2021, "18") - level(2022, "18") > 0.2
    assert abs(level(2021, "50") - level(2022, "50")) < 0.15
