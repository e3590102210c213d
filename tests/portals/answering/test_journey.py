"""How far somebody has come: rules on values."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import laerling.questionnaire
from laerling.portals.answering.effort import effort
from laerling.portals.answering.journey import Journey
from laerling.portals.answering.link import tidy
from laerling.questionnaire.rules import clean, parse

FILE = Path(laerling.questionnaire.__file__).parent / "data" / "apprentice-2026.toml"
QUESTIONNAIRE = parse(FILE.read_text(encoding="utf-8"))
PAGES = [page.code for page in QUESTIONNAIRE.pages]


@st.composite
def presses(draw):
    """One page sent: which, with what in its fields, by which button."""
    page = QUESTIONNAIRE.page(draw(st.sampled_from(PAGES)))
    fields = {q.code: st.sampled_from(["", "x", *(str(option.value) for option in q.options)]) for q in page.questions}
    return page.code, draw(st.fixed_dictionaries({}, optional=fields)), draw(st.booleans())


@given(st.lists(presses(), max_size=12))
def test_whatever_is_pressed_the_draft_is_whole_and_can_be_delivered(pressed):
    journey = Journey.from_draft(QUESTIONNAIRE, None)
    for code, form, is_passed in pressed:
        page = journey.page(code)
        if page is not None:
            journey, _faults = journey.sent(page, form, is_passed=is_passed)

    asked = {question.code for page in journey.pages for question in page.questions}
    assert clean(QUESTIONNAIRE, journey.answers) == journey.answers
    assert Journey.from_draft(QUESTIONNAIRE, journey.as_draft()) == journey
    assert journey.answers.keys() | journey.skipped <= asked
    assert not journey.answers.keys() & journey.skipped


@given(st.lists(presses(), max_size=6))
def test_pressing_next_from_where_one_resumes_always_comes_to_the_end(pressed):
    journey = Journey.from_draft(QUESTIONNAIRE, None)
    for code, form, is_passed in pressed:
        page = journey.page(code)
        if page is not None:
            journey, _faults = journey.sent(page, form, is_passed=is_passed)
    for _page in PAGES:
        page = journey.resume_at()
        if page is not None:
            journey, _faults = journey.sent(page, {}, is_passed=True)

    assert journey.resume_at() is None


def test_page_sent_with_a_fault_is_not_passed():
    journey = Journey.from_draft(QUESTIONNAIRE, None)
    page = journey.page("choice")

    after, faults = journey.sent(page, {"motivation": "9", "interest": "", "trade_wanted": "3"}, is_passed=True)

    assert faults == ("motivation",)
    assert (after.answers, after.skipped) == ({"trade_wanted": 3}, frozenset({"interest"}))


def test_no_such_page_raises():
    with pytest.raises(KeyError):
        Journey.from_draft(QUESTIONNAIRE, None).page("no_such_page")


def test_effort_is_counted_from_the_questions():
    counted = effort(QUESTIONNAIRE)

    assert counted.n_fewest < counted.n_most == len(QUESTIONNAIRE.questions)
    assert counted.n_minutes == -(-counted.n_most * 18 // 60)
    assert counted.n_minutes_least == -(-counted.n_fewest * 18 // 60)


@pytest.mark.parametrize(
    ("written", "token"),
    [
        ("abcd efgh", "abcdefgh"),
        (" ABCD-efgh. ", "abcdefgh"),
        ("https://svar.eksempel.no/s/abcdefgh?utm=1#top", "abcdefgh"),
        ("/s/abcdefgh/", "abcdefgh"),
        ("a0c1e8", "aocleb"),
        ("", ""),
        ("æøå", ""),
        ("a" * 1000, "a" * 64),
    ],
)
def test_token_is_found_in_what_was_written(written, token):
    assert tidy(written) == token
