from pathlib import Path
from random import Random
from statistics import fmean

import pytest

from laerling import questionnaire as station
from laerling.demo.answers import Respondents
from laerling.questionnaire.rules import clean, parse

DATA = Path(station.__file__).parent / "data" / "apprentice-2026.toml"


@pytest.fixture(scope="module")
def questionnaire():
    return parse(DATA.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def many(questionnaire):
    respondents, rng = Respondents(questionnaire), Random(7)
    return [respondents.answer(profile={"office": str(n % 5)}, rng=rng) for n in range(600)]


def test_answers_are_such_as_the_questionnaire_takes(questionnaire, many):
    assert all(clean(questionnaire, answers) == answers for answers in many)


def test_same_seed_gives_the_same_answers(questionnaire):
    respondents = Respondents(questionnaire)
    assert respondents.answer(profile={}, rng=Random(3)) == respondents.answer(profile={}, rng=Random(3))


def test_every_question_is_answered_by_some_and_skipped_by_some(questionnaire, many):
    counts = {question.code: sum(question.code in answers for answers in many) for question in questionnaire.questions}
    assert all(0 < n < len(many) for n in counts.values()), counts


def test_most_are_content_and_bad_things_are_rare(questionnaire, many):
    for question in questionnaire.questions:
        scores = [score for answers in many if (score := question.score(answers.get(question.code, 0))) is not None]
        if question.sensitive and question.shown_if is None and len(scores) > 100:
            assert fmean(scores) > 4.3, question.code
        elif len(scores) > 300:
            assert 2.5 < fmean(scores) < 4.8, question.code


def test_offices_differ(questionnaire):
    respondents = Respondents(questionnaire)

    def level(office: str) -> float:
        rng, scores = Random(1), []
        for _ in range(200):
            answers = respondents.answer(profile={"office": office}, rng=rng)
            scores += [s for code, value in answers.items() if (s := questionnaire.question(code).score(value))]
        return fmean(scores)

    levels = [level(f"3{n}") for n in range(12)]
    assert max(levels) - min(levels) > 0.2
