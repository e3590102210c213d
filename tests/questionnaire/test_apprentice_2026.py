"""The survey of 2026 as a text: languages, length, structure. What makes it readable is checked as far as a machine can."""

import re
from collections import Counter
from pathlib import Path

import pytest

import laerling.questionnaire
from laerling.questionnaire.rules import clean, pages_for, parse
from laerling.questionnaire.rules.reach import answers_to

FILE = Path(laerling.questionnaire.__file__).parent / "data" / "apprentice-2026.toml"
SURVEY = parse(FILE.read_text(encoding="utf-8"))
FORMS = ("nb", "nn", "en")

QUESTION_TEXTS = [question.text for question in SURVEY.questions]
PROSE = [
    *QUESTION_TEXTS,
    *(text for page in SURVEY.pages for text in (page.intro, page.help) if text is not None),
]
SCALES = {question.scale.code: question.scale for question in SURVEY.questions}
EVERY_TEXT = [
    *PROSE,
    *(page.title for page in SURVEY.pages),
    *(index.title for index in SURVEY.indices),
    *(option.text for scale in SCALES.values() for option in scale.options),
]

# Words that mark one written form and have no place in the other.
ONLY_BOKMAAL = [
    "ikke",
    "jeg",
    "hvor",
    "hvordan",
    "hva",
    "hvem",
    "hvilke",
    "noe",
    "noen",
    "fra",
    "være",
    "mye",
    "dere",
    "en",
    "et",
    "deres",
    "gjøre",
    "gjør",
    "mer",
    "uke",
    "uken",
    "måneden",
    "måned",
    "månedene",
    "blitte",
    "skole",
    "skolen",
    "læretiden",
    "lærebedriften",
    "lærlinger",
    "opplæringen",
    "fagprøven",
    "veiledning",
    "sikkerhet",
    "oppgaver",
]
ONLY_NYNORSK = [
    "ikkje",
    "eg",
    "kor",
    "korleis",
    "kva",
    "kven",
    "noko",
    "nokon",
    "frå",
    "vere",
    "mykje",
    "ein",
    "eit",
    "eitt",
    "gjere",
    "gjer",
    "meir",
    "veke",
    "veka",
    "månaden",
    "månad",
    "månadene",
    "skule",
    "skulen",
    "læretida",
    "lærebedrifta",
    "lærlingar",
    "opplæringa",
    "fagprøva",
    "rettleiing",
    "tryggleik",
    "oppgåver",
]


def _words(text: str) -> list[str]:
    return re.findall(r"[a-zæøåéóò]+", text.lower())


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in re.split(r"(?<=[.?!])\s+|\n", text) if sentence]


def test_it_is_about_45_questions_on_10_to_12_pages():
    assert 40 <= len(SURVEY.questions) <= 50
    assert 10 <= len(SURVEY.pages) <= 12
    assert 6 <= len(SURVEY.indices) <= 9
    assert max(len(page.questions) for page in SURVEY.pages) <= 7


def test_most_people_meet_fewer_than_all():
    content = {"plan": 3, "feedback": 4, "talks": 3, "bullied": 1, "harassed": 1, "unwanted_attention": 1}
    asked = [question for page in pages_for(SURVEY, content) for question in page.questions]
    assert len(asked) == 44


@pytest.mark.parametrize("form", FORMS)
def test_no_two_questions_are_worded_alike(form):
    counted = Counter(text.in_(form) for text in QUESTION_TEXTS)
    assert [words for words, n in counted.items() if n > 1] == []


@pytest.mark.parametrize("form", FORMS)
def test_no_two_options_of_a_scale_are_worded_alike(form):
    for scale in SCALES.values():
        assert len({option.text.in_(form) for option in scale.options}) == len(scale.options), scale.code


def test_nynorsk_is_not_bokmaal():
    assert [text.nb for text in PROSE if text.nb == text.nn] == []


def test_english_is_not_norwegian():
    assert [text.nb for text in EVERY_TEXT if text.en in {text.nb, text.nn}] == []


def test_no_word_of_the_other_form_has_slipped_in():
    strangers = set(ONLY_BOKMAAL) - {"en"}
    assert [text.nn for text in EVERY_TEXT if strangers & set(_words(text.nn))] == []
    assert [text.nb for text in EVERY_TEXT if set(ONLY_NYNORSK) & set(_words(text.nb))] == []
    assert [text.nn for text in EVERY_TEXT if "en" in _words(text.nn)] == []


@pytest.mark.parametrize("form", FORMS)
def test_sentences_are_short(form):
    sentences = [sentence for text in PROSE for sentence in _sentences(text.in_(form))]
    assert [sentence for sentence in sentences if len(sentence.split()) > 20] == []


@pytest.mark.parametrize("form", FORMS)
def test_each_question_is_one_question(form):
    assert [text.in_(form) for text in QUESTION_TEXTS if not re.fullmatch(r"[A-ZÆØÅ][^?]*\?", text.in_(form))] == []


def test_confidential_is_the_word():
    assert [text.nb for text in EVERY_TEXT if re.search("anonym", text.nb + text.nn + text.en, re.IGNORECASE)] == []


def test_no_spaces_have_gone_astray():
    for text in EVERY_TEXT:
        for form in FORMS:
            words = text.in_(form)
            assert words == words.strip()
            assert not re.search(r"  | [,.?]|\.\.", words)


def test_scales_speak_of_highest_first_except_where_never_comes_first():
    for code, scale in SCALES.items():
        steps = [option.value for option in scale.options if not option.outside]
        expected = (
            sorted(steps) if scale.direction == "down" or code in {"by_whom", "told_whom"} else sorted(steps)[::-1]
        )
        assert steps == expected, code
        assert [option.outside for option in scale.options] == sorted(option.outside for option in scale.options)


def test_harm_is_sensitive_and_tells_where_to_turn():
    sensitive = {question.code for question in SURVEY.questions if question.sensitive}
    assert sensitive == {
        "bullied",
        "harassed",
        "unwanted_attention",
        "harm_by_whom",
        "harm_told",
        "harm_acted_on",
        "harm_ended",
    }
    for code in sensitive:
        for form in FORMS:
            assert "116 111" in SURVEY.page_of(code).help.in_(form)


@pytest.mark.parametrize(
    ("answers", "shown", "hidden"),
    [
        ({}, {"vocational_subjects", "office_helps"}, {"talk_next", "harm_told", "plan_followed", "feedback_helps"}),
        ({"school_before": 1}, set(), {"vocational_subjects", "common_subjects", "school_prepared"}),
        ({"school_before": 2}, {"vocational_subjects"}, set()),
        ({"office_contact": 5}, set(), {"office_helps", "office_follows_up", "office_information"}),
        ({"office_contact": 1}, {"office_helps"}, set()),
        ({"plan": 2, "feedback": 2}, {"plan_followed", "feedback_helps"}, set()),
        ({"plan": 4, "feedback": 1}, set(), {"plan_followed", "feedback_helps"}),
        ({"talks": 2}, {"talk_progress", "talk_useful"}, set()),
        ({"talks": 4}, set(), {"talk_progress"}),
        ({"bullied": 1, "harassed": 1}, set(), {"harm_by_whom", "harm_ended"}),
        ({"unwanted_attention": 2}, {"harm_by_whom", "harm_told", "harm_acted_on", "harm_ended"}, set()),
    ],
)
def test_follow_ups_are_asked_where_they_apply(answers, shown, hidden):
    asked = {question.code for page in pages_for(SURVEY, answers) for question in page.questions}
    assert shown <= asked
    assert not hidden & asked


def test_every_question_can_be_answered_by_somebody():
    questions = {question.code: question for question in SURVEY.questions}
    for question in SURVEY.questions:
        answers = {**answers_to(question, questions), question.code: 1}
        assert clean(SURVEY, answers) == {code: answers[code] for code in questions if code in answers}


def test_indices_count_open_questions_only():
    counted = [item for index in SURVEY.indices for item in index.questions]
    assert len(counted) == len({question.code for question in counted})
    assert [question.code for question in counted if question.sensitive] == []
