"""The survey's versions since 2012: their words, how they follow one another, and the series that come of it (M25)."""

import re
import tomllib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from tests.questionnaire.making import asked, tables, version
from tests.questionnaire.test_apprentice_2026 import ONLY_BOKMAAL, ONLY_NYNORSK

import laerling.questionnaire
from laerling.config.ready import QUESTIONNAIRES
from laerling.questionnaire import queries
from laerling.questionnaire.actions import publish
from laerling.questionnaire.rules import faults_beside, parse, parse_published
from laerling.questionnaire.rules.ddi import NAMESPACE, codebook
from laerling.questionnaire.rules.writing import next_version, toml_of

DATA = Path(laerling.questionnaire.__file__).parent / "data"
FILES = {code: (DATA / f"{code}.toml").read_text(encoding="utf-8") for code in QUESTIONNAIRES}
VERSIONS = {code: parse(text) for code, text in FILES.items()}
FORMS = ("nb", "nn", "en")
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
DDI = f"{{{NAMESPACE}}}"


def texts(questionnaire):
    """Return every text of a version: questions, options, introductions, titles and reasons."""
    scales = {question.scale.code: question.scale for question in questionnaire.questions}.values()
    return [
        questionnaire.title,
        *(question.text for question in questionnaire.questions),
        *(question.why for question in questionnaire.questions if question.why),
        *(one.why for one in questionnaire.dropped),
        *(text for page in questionnaire.pages for text in (page.title, page.intro, page.help) if text),
        *(index.title for index in questionnaire.indices),
        *(option.text for scale in scales for option in scale.options),
    ]


@pytest.mark.parametrize("code", QUESTIONNAIRES)
def test_no_word_of_the_other_form_has_slipped_in(code):
    every = texts(VERSIONS[code])
    strangers = set(ONLY_BOKMAAL) | {"en"}
    assert [text.nn for text in every if strangers & set(re.findall(r"[a-zæøåéóò]+", text.nn.lower()))] == []
    assert [text.nb for text in every if set(ONLY_NYNORSK) & set(re.findall(r"[a-zæøåéóò]+", text.nb.lower()))] == []


@pytest.mark.parametrize("code", QUESTIONNAIRES)
def test_sentences_are_short_and_each_question_is_one(code):
    for text in texts(VERSIONS[code]):
        for form in FORMS:
            sentences = re.split(r"(?<=[.?!])\s+|\n", text.in_(form))
            assert [one for one in sentences if len(one.split()) > 20] == []
    for question in VERSIONS[code].questions:
        assert re.fullmatch(r"[A-ZÆØÅ][^?]*\?", question.text.nb)


@pytest.mark.parametrize("code", QUESTIONNAIRES)
def test_nobody_meets_more_than_12_pages_or_is_told_anything_but_confidential(code):
    assert len(VERSIONS[code].pages) <= 12
    assert "anonym" not in FILES[code].lower()


def test_each_may_be_published_after_the_one_before():
    for number, code in enumerate(QUESTIONNAIRES):
        earlier = [VERSIONS[one] for one in QUESTIONNAIRES[:number]]
        assert [str(one) for one in faults_beside(VERSIONS[code], earlier)] == []


def test_survey_became_shorter_in_2018():
    assert [len(one.questions) for one in VERSIONS.values()] == [50, 42, 45, 48]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("year", "code"),
    [(2011, None), (2012, "2012"), (2017, "2012"), (2018, "2018"), (2019, "2018"), (2020, "2020"), (2025, "2020"), (2026, "2026"), (2030, "2026")],
)  # fmt: skip
def test_every_round_has_the_version_that_held(year, code):
    found = queries.held_in("apprentice", year)
    assert (found.code if found else None) == (f"apprentice-{code}" if code else None)


@pytest.mark.django_db
def test_no_line_is_drawn_from_2017_to_2018():
    codes = [one.code for one in VERSIONS["apprentice-2012"].questions + VERSIONS["apprentice-2012"].indices]
    assert [code for code in codes if queries.are_comparable("apprentice", code, 2017, 2018)] == []
    assert queries.are_comparable("apprentice", "motivation", 2012, 2017)


@pytest.mark.django_db
def test_what_was_adjusted_in_2020_begins_anew_and_the_rest_goes_on():
    rounds = [(one.first_round, one.last_round) for one in queries.series("apprentice", "plan")]
    assert rounds == [(2012, 2017), (2018, 2019), (2020, None)]
    assert "vet ikke" in queries.series("apprentice", "plan")[-1].begins_because.nb
    assert queries.are_comparable("apprentice", "motivation", 2018, 2026)
    assert not queries.are_comparable("apprentice", "bullied", 2019, 2020)


@pytest.mark.django_db
def test_index_with_an_adjusted_question_begins_anew():
    index = queries.series("apprentice", "index_guidance")[-1]
    assert (index.first_round, index.because_of) == (2020, ("plan", "feedback"))
    assert queries.series("apprentice", "index_motivation")[-1].first_round == 2018


@pytest.mark.django_db
def test_series_cost_one_look_up_once_files_are_read(django_assert_num_queries):
    queries.listed()
    with django_assert_num_queries(1):
        queries.series("apprentice", "plan")


@pytest.mark.django_db
def test_relations_are_those_the_file_says():
    kinds = [one.kind for one in queries.relations("apprentice-2026")]
    assert (kinds.count("new"), kinds.count("dropped"), kinds[-1]) == (4, 1, "dropped")


@pytest.mark.django_db
@pytest.mark.parametrize("code", QUESTIONNAIRES)
def test_file_comes_back_as_it_was_handed_in(code):
    assert queries.file_of(code) == FILES[code]


@pytest.mark.parametrize("code", QUESTIONNAIRES)
def test_file_written_anew_reads_the_same(code):
    table = tomllib.loads(FILES[code])
    assert tomllib.loads(toml_of(table)) == table


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_writing_what_was_read_gives_the_same_file(table):
    text = toml_of(table)
    assert toml_of(tomllib.loads(text)) == text
    assert parse_published(text).code == table["code"]


def test_start_for_the_next_version_wants_a_code_and_a_year_and_nothing_else():
    text = next_version(FILES["apprentice-2026"])
    ready = text.replace('code = ""', 'code = "apprentice-2027"', 1).replace("first = 0", "first = 2027", 1)
    assert faults_beside(parse(ready), list(VERSIONS.values())) == ()


@pytest.mark.django_db
def test_of_two_that_follow_the_same_version_the_second_is_refused(by, now):
    publish(version(1, asked("a")), by=by, now=now)
    second = version(2, asked("a", relation="same"))
    publish(second, by=by, now=now)
    check = queries.check(second.replace('"small-2"', '"small-x"').replace("first = 2012", "first = 2013"))
    assert [str(one) for one in check.faults] == ["The questionnaire follows small-1, which small-2 follows already."]
    assert queries.check(second).faults == ()


def test_codebook_holds_every_question_option_and_index_in_three_languages():
    found = VERSIONS["apprentice-2020"]
    root = ET.fromstring(codebook(found, VERSIONS["apprentice-2018"]))
    assert root.tag == f"{DDI}codeBook"
    variables = root.findall(f"{DDI}dataDscr/{DDI}var")
    assert [one.get("name") for one in variables] == [question.code for question in found.questions]
    assert len(root.findall(f"{DDI}dataDscr/{DDI}varGrp")) == len(found.indices)
    plan = next(one for one in variables if one.get("name") == "plan")
    assert [one.get(LANG) for one in plan.findall(f"{DDI}qstn/{DDI}qstnLit")] == list(FORMS)
    values = [(one.findtext(f"{DDI}catValu"), one.get("missing")) for one in plan.findall(f"{DDI}catgry")]
    assert values == [("1", None), ("2", None), ("3", None), ("4", "Y"), ("0", "Y")]
    assert {one.get("subject") for one in plan.findall(f"{DDI}notes")} == {"adjusted"}
    followed = next(one for one in variables if one.get("name") == "plan_followed")
    assert followed.find(f"{DDI}qstn/{DDI}backward").get("qstn") == "Q_plan"
    assert followed.findtext(f"{DDI}universe").startswith("De som svarte")


@pytest.mark.parametrize("code", QUESTIONNAIRES)
def test_codebook_has_its_elements_in_the_order_of_the_standard_and_names_nothing_twice(code):
    found = VERSIONS[code]
    root = ET.fromstring(codebook(found, VERSIONS.get(found.follows or "")))
    order = ["labl", "qstn", "valrng", "invalrng", "universe", "catgry", "concept", "varFormat", "notes"]
    for variable in root.iter(f"{DDI}var"):
        places = [order.index(child.tag.removeprefix(DDI)) for child in variable]
        assert places == sorted(places)
    ids = [one.get("ID") for one in root.iter() if one.get("ID")]
    assert len(ids) == len(set(ids))
    named = {name for one in root.iter() for key in ("var", "qstn") if one.get(key) for name in one.get(key).split()}
    assert named <= set(ids)


@pytest.mark.django_db
def test_commands_check_and_export(tmp_path, capsys):
    file = tmp_path / "small.toml"
    file.write_text(version(1, asked("a")), encoding="utf-8")
    call_command("check_questionnaire", str(file))
    assert capsys.readouterr().out == "small-1: nothing to mend, 1 questions on 1 pages.\n"
    file.write_text(version(1, asked("a", scale="other")), encoding="utf-8")
    with pytest.raises(CommandError, match="2 to mend"):
        call_command("check_questionnaire", str(file))
    told = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"small.toml:\d+: Question a uses the scale other, which does not exist.", told[-1])
    call_command("export_questionnaire", "apprentice-2018", "--as", "toml")
    assert capsys.readouterr().out == FILES["apprentice-2018"]
    call_command("export_questionnaire", "apprentice-2018", "--as", "ddi")
    assert ET.fromstring(capsys.readouterr().out).tag == f"{DDI}codeBook"
