from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laerling.questionnaire.rules import (
    AllOf,
    AnswerOutOfRange,
    AnyOf,
    Compare,
    Option,
    Page,
    Question,
    Questionnaire,
    Scale,
    Text,
    clean,
    first_page,
    merge,
    next_page,
    pages_for,
    previous_page,
    read_page,
)
from laerling.questionnaire.rules.reach import answers_to

# Drawing questionnaires takes its time on a machine that is busy with something else.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

TEXT = Text("bokmål", "nynorsk", "English")
SCALE = Scale("scale", (*(Option(value, TEXT) for value in (3, 2, 1)), Option(4, TEXT, outside=True)), "up")
VALUES = [1, 2, 3, 4]


def _question(code, shown_if=None):
    return Question(code, TEXT, SCALE, "up", shown_if=shown_if)


def _questionnaire(*pages):
    return Questionnaire(
        code="tests-1",
        survey="tests",
        title=TEXT,
        pages=tuple(Page(f"page_{n}", TEXT, tuple(questions)) for n, questions in enumerate(pages)),
        indices=(),
        sha256="0" * 64,
    )


A_WAY = _questionnaire(
    [_question("a"), _question("b")],
    [_question("a_more", Compare("a", frozenset({1})))],
    [_question("deeper", Compare("a_more", frozenset({2, 3}))), _question("c")],
    [_question("unless", Compare("b", frozenset({1, 2, 3}), when_skipped=True))],
)


@st.composite
def questionnaires(draw):
    """Any questionnaire whose conditions look backwards, dead ends and all."""
    earlier: list[str] = []
    pages = []
    for page in range(draw(st.integers(1, 5))):
        condition = st.none() | _conditions(earlier) if earlier else st.none()
        questions = [_question(f"q{page}_{n}", draw(condition)) for n in range(draw(st.integers(1, 3)))]
        pages.append(questions)
        earlier += [question.code for question in questions]
    return _questionnaire(*pages)


def _conditions(codes):
    compare = st.builds(Compare, st.sampled_from(codes), st.frozensets(st.sampled_from(VALUES)), st.booleans())
    return st.recursive(
        compare,
        lambda inner: (
            st.lists(inner, min_size=1, max_size=3)
            .map(tuple)
            .flatmap(lambda parts: st.sampled_from([AllOf(parts), AnyOf(parts)]))
        ),
        max_leaves=4,
    )


def _answers_for(questionnaire):
    codes = [question.code for question in questionnaire.questions]
    return st.dictionaries(st.sampled_from([*codes, "stranger"]), st.sampled_from(VALUES))


with_answers = questionnaires().flatmap(lambda q: st.tuples(st.just(q), _answers_for(q)))


def _codes(pages):
    return [question.code for page in pages for question in page.questions]


def test_pages_without_applicable_questions_are_passed_over():
    assert [page.code for page in pages_for(A_WAY, {})] == ["page_0", "page_2", "page_3"]
    assert _codes(pages_for(A_WAY, {"a": 1, "a_more": 2, "b": 4})) == ["a", "b", "a_more", "deeper", "c"]


@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        ({}, {}),
        ({"stranger": 1, "c": 2}, {"c": 2}),
        ({"a": 1, "a_more": 3, "deeper": 1}, {"a": 1, "a_more": 3, "deeper": 1}),
        ({"a": 2, "a_more": 3, "deeper": 1}, {"a": 2}),
        ({"a_more": 3, "deeper": 1}, {}),
        ({"b": 4, "unless": 1}, {"b": 4}),
        ({"unless": 1}, {"unless": 1}),
        ({"c": 1, "b": 2, "a": 3}, {"a": 3, "b": 2, "c": 1}),
    ],
)
def test_clean_keeps_what_exists_and_applies(answers, kept):
    assert clean(A_WAY, answers) == kept


@pytest.mark.parametrize("value", [0, 5, -1, True, 1.0, "1", None])
def test_clean_refuses_what_is_no_option_and_does_not_repeat_it(value):
    with pytest.raises(AnswerOutOfRange) as caught:
        clean(A_WAY, {"b": value})
    assert str(caught.value) == "Question b has no such option."


def test_next_and_previous_follow_the_answers():
    assert first_page(A_WAY).code == "page_0"
    assert next_page(A_WAY, {}, "page_0").code == "page_2"
    assert next_page(A_WAY, {"a": 1}, "page_0").code == "page_1"
    assert next_page(A_WAY, {"b": 4}, "page_2") is None
    assert previous_page(A_WAY, {}, "page_2").code == "page_0"
    assert previous_page(A_WAY, {"a": 1}, "page_2").code == "page_1"
    assert previous_page(A_WAY, {}, "page_0") is None
    # A page may stop applying while somebody stands on it.
    assert next_page(A_WAY, {"a": 2}, "page_1").code == "page_2"
    with pytest.raises(KeyError):
        next_page(A_WAY, {}, "page_9")


@pytest.mark.parametrize(
    ("raw", "answers", "faults"),
    [
        ({}, {}, ()),
        ({"a": "", "b": "  "}, {}, ()),
        ({"a": "1", "b": " 4 ", "csrf": "x"}, {"a": 1, "b": 4}, ()),
        ({"a": "5", "b": "2"}, {"b": 2}, ("a",)),
        ({"a": "01", "b": "two"}, {}, ("a", "b")),
        ({"c": "1"}, {}, ()),
    ],
)
def test_read_page_takes_options_and_names_the_rest(raw, answers, faults):
    page = read_page(first_page(A_WAY), raw)
    assert (page.answers, page.faults) == (answers, faults)


def test_merge_replaces_the_page_and_drops_what_no_longer_applies():
    before = {"a": 1, "b": 2, "a_more": 3, "deeper": 1, "c": 1}
    assert merge(A_WAY, before, first_page(A_WAY), {"a": 2}) == {"a": 2, "c": 1}


def test_merge_takes_nothing_the_page_did_not_ask():
    assert merge(A_WAY, {}, first_page(A_WAY), {"a": 1, "c": 3}) == {"a": 1}


@patient
@given(questionnaires())
def test_every_question_with_a_way_to_it_is_reached_by_it(questionnaire):
    questions = {question.code: question for question in questionnaire.questions}
    for question in questionnaire.questions:
        answers = answers_to(question, questions)
        if answers is not None:
            assert clean(questionnaire, answers) == {c: answers[c] for c in questions if c in answers}
            assert question.code in _codes(pages_for(questionnaire, answers))


@patient
@given(with_answers)
def test_no_answers_lead_to_a_question_called_a_dead_end(drawn):
    questionnaire, answers = drawn
    questions = {question.code: question for question in questionnaire.questions}
    for code in _codes(pages_for(questionnaire, answers)):
        assert answers_to(questions[code], questions) is not None


@patient
@given(with_answers)
def test_clean_is_idempotent_and_leaves_nothing_unreachable(drawn):
    questionnaire, answers = drawn
    kept = clean(questionnaire, answers)
    assert clean(questionnaire, kept) == kept
    assert pages_for(questionnaire, kept) == pages_for(questionnaire, answers)
    assert set(kept) <= set(_codes(pages_for(questionnaire, kept)))
    assert kept.items() <= answers.items()


@patient
@given(with_answers)
def test_walking_forward_and_back_meets_the_same_pages(drawn):
    questionnaire, answers = drawn
    pages = pages_for(questionnaire, answers)
    forward = [pages[0]]
    while (page := next_page(questionnaire, answers, forward[-1].code)) is not None:
        forward.append(page)
    back = [pages[-1]]
    while (page := previous_page(questionnaire, answers, back[-1].code)) is not None:
        back.append(page)
    assert forward == back[::-1] == list(pages)


@patient
@given(with_answers, st.data())
def test_answers_given_page_by_page_are_clean_answers(drawn, data):
    questionnaire, wishes = drawn
    answers: dict[str, int] = {}
    page = pages_for(questionnaire, answers)[0]
    while page is not None:
        raw = {question.code: str(wishes.get(question.code, "")) for question in page.questions}
        answers = merge(questionnaire, answers, page, read_page(page, raw).answers)
        page = next_page(questionnaire, answers, page.code)
    assert answers == clean(questionnaire, wishes)


def test_pages_are_not_changed_by_being_walked():
    before = replace(A_WAY)
    pages_for(A_WAY, {"a": 1})
    assert before == A_WAY
