"""What is found out about the way through a questionnaire before anybody walks it."""

from itertools import product

import pytest
from hypothesis import given, settings
from tests.questionnaire.making import asked, file, tables

from laerling.questionnaire.rules import QuestionnaireFault, clean, pages_for, parse, parse_published
from laerling.questionnaire.rules import reach as reaching
from laerling.questionnaire.rules.reach import answers_to
from laerling.questionnaire.rules.ways import path_to
from laerling.questionnaire.rules.writing import toml_of

A, B = asked("a"), asked("b")


def faults(*pages, **more):
    try:
        parse(file(*pages, **more))
    except QuestionnaireFault as fault:
        return list(fault.faults)
    return []


def every_walk(questionnaire):
    """Yield all ways to answer: for each question any option, or none."""
    codes = [question.code for question in questionnaire.questions]
    choices = [(0, *sorted(question.scale.values)) for question in questionnaire.questions]
    for chosen in product(*choices):
        answers = {code: value for code, value in zip(codes, chosen, strict=True) if value}
        yield clean(questionnaire, answers)


@settings(max_examples=80, deadline=None)
@given(tables())
def test_what_can_be_shown_is_what_trying_everything_shows(table):
    questionnaire = parse_published(toml_of(table))
    questions = {question.code: question for question in questionnaire.questions}
    met = {
        question.code
        for answers in every_walk(questionnaire)
        for page in pages_for(questionnaire, answers)
        for question in page.questions
    }
    found = {code for code, question in questions.items() if answers_to(question, questions) is not None}
    assert found == met


@settings(max_examples=80, deadline=None)
@given(tables())
def test_answers_that_are_found_do_lead_there(table):
    questionnaire = parse_published(toml_of(table))
    questions = {question.code: question for question in questionnaire.questions}
    for question in questionnaire.questions:
        answers = answers_to(question, questions)
        if answers is not None:
            assert clean(questionnaire, answers) == answers
            shown = [one.code for page in pages_for(questionnaire, answers) for one in page.questions]
            assert question.code in shown


@settings(max_examples=80, deadline=None)
@given(tables())
def test_whole_conditions_that_decide_nothing_are_told_exactly(table):
    """Beside the sentences of the check: trying every way, a condition that always holds, or never does."""
    text = toml_of(table)
    questionnaire = parse_published(text)
    walks = list(every_walk(questionnaire))
    try:
        parse(text)
        told = ""
    except QuestionnaireFault as fault:
        told = " ".join(fault.faults)
    for question in questionnaire.questions:
        if question.shown_if is None:
            continue
        held = {question.shown_if.holds(answers) for answers in walks}
        if held == {False}:
            assert f"Question {question.code} can never be shown" in told
        elif held == {True}:
            assert f"Question {question.code} has a condition that always holds" in told
        else:
            assert f"Question {question.code} can never be shown" not in told


def test_follow_up_of_a_question_nobody_meets_is_met_by_nobody():
    never = asked("c", shown_if={"question": "a", "at_least": 9})
    assert faults([A], [never], [asked("d", shown_if={"question": "c", "is": [1]})]) == [
        "Question c can never be shown: no answers lead to it.",
        "Question d can never be shown: no answers lead to it.",
    ]


def test_page_that_nobody_meets_is_a_dead_end():
    never = {"question": "a", "at_least": 9}
    assert faults([A], [asked("c", shown_if=never), asked("d", shown_if=never)])[-1] == (
        "Page page_2 is a dead end: nobody ever meets a question on it."
    )


def test_part_that_never_holds_is_told_even_where_another_way_leads_on():
    condition = {"any": [{"question": "a", "is": [1]}, {"question": "a", "at_least": 9}]}
    assert faults([A], [asked("c", shown_if=condition)]) == ["Question c has a condition that never holds: a = –."]


def test_condition_that_always_holds_is_a_fault():
    condition = {"any": [{"question": "a", "is": [1]}, {"question": "a", "is_not": [1]}]}
    assert faults([A], [asked("c", shown_if=condition)]) == [
        "Question c has a condition that always holds: (a = 1 | a = 2, 3 / 0)."
    ]


def test_condition_of_a_question_that_repeats_its_page_s_own_is_a_fault():
    condition = {"all": [{"question": "a", "is": [2]}, {"question": "a", "at_least": 2}]}
    assert faults([A], [asked("c", shown_if=condition)]) == ["Question c has a condition that always holds: a = 2, 3."]


def test_circle_is_told_with_all_its_questions():
    told = faults(
        [asked("a", shown_if={"question": "c", "is": [1]})],
        [asked("b", shown_if={"question": "a", "is": [1]})],
        [asked("c", shown_if={"question": "b", "is": [1]})],
    )
    assert told == [
        "Question a depends on c, which does not stand on an earlier page.",
        "Questions depend on one another in a circle: a, b, c.",
    ]


def test_tangle_that_cannot_be_settled_is_a_fault_and_never_passed_over(monkeypatch):
    monkeypatch.setattr(reaching, "MOST_TRIES", 1)
    condition = {"any": [{"question": "a", "is": [3]}, {"question": "b", "is": [3]}]}
    assert faults([A, B], [asked("c", shown_if=condition)]) == [
        "The conditions of question c are too tangled to be checked. Make them simpler."
    ]


def test_many_questions_with_one_long_condition_are_settled_in_no_time():
    many = [asked(f"a{n}") for n in range(30)]
    condition = {
        "all": [{"any": [{"question": f"a{n}", "is": [3]}, {"question": f"a{n + 1}", "is": [1]}]} for n in range(29)]
    }
    assert faults(many, [asked("c", shown_if=condition)]) == []


@pytest.mark.parametrize("number", [1, 2, 3])
def test_every_page_can_be_gone_to(number):
    third = asked("c", shown_if={"question": "b", "is": [3]})
    questionnaire = parse(file([A], [asked("b", shown_if={"question": "a", "at_least": 2})], [third]))
    page = questionnaire.page(f"page_{number}")
    assert page.code in [one.code for one in pages_for(questionnaire, path_to(page, questionnaire))]
