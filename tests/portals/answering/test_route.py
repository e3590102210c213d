"""The way laid out once says the same as the questionnaire's own rules."""

import random
from pathlib import Path

import pytest

from laerling.portals.answering.journey import Journey
from laerling.portals.answering.route import Route, route_of
from laerling.questionnaire import queries
from laerling.questionnaire.rules import merge, next_page, pages_for, parse, previous_page, read_page

DATA = Path(queries.__file__).parent / "data"
FILES = sorted(DATA.glob("*.toml"))


def somebody(questionnaire, dice):
    """Return answers as a draft may hold them: some not given, some left behind on pages that no longer apply."""
    return {
        question.code: dice.choice(question.options).value
        for question in questionnaire.questions
        if dice.random() < 0.8
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_route_is_the_rules_way(path):
    questionnaire, dice = parse(path.read_text(encoding="utf-8")), random.Random(1)
    route = Route(questionnaire)
    for _ in range(300):
        answers = somebody(questionnaire, dice)
        assert route.pages(answers) == pages_for(questionnaire, answers)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_journey_is_the_rules_way(path):
    questionnaire, dice = parse(path.read_text(encoding="utf-8")), random.Random(2)
    for _ in range(100):
        journey = Journey.from_draft(
            questionnaire, merge(questionnaire, somebody(questionnaire, dice), questionnaire.pages[0], {})
        )
        page = dice.choice(journey.pages)
        form = {one.code: dice.choice(["", "1", "2", "99"]) for one in page.questions if dice.random() < 0.8}
        given = read_page(page, form)

        after, faults = journey.sent(page, form, is_passed=True)

        assert after.answers == merge(questionnaire, journey.answers, page, given.answers)
        assert faults == given.faults
        assert after.after(page.code) == next_page(questionnaire, after.answers, page.code)
        assert after.before(page.code) == previous_page(questionnaire, after.answers, page.code)


def test_route_is_laid_out_once(monkeypatch):
    questionnaire = parse(FILES[0].read_text(encoding="utf-8"))

    assert route_of(questionnaire) is route_of(questionnaire)
    assert route_of(questionnaire).pages({})[0] is route_of(questionnaire).pages({})[0]
