"""From the opened urn to the release, once."""

import pytest
from django.core.management import call_command
from tests.release import population

from laerling.audit.models import Event
from laerling.kernel.types import Actor
from laerling.questionnaire import queries as questionnaires
from laerling.release import earlier, freezing, queries, tasks, telling
from laerling.release.actions import AlreadyReleased, NotSafe, UrnNotOpened, make_release
from laerling.release.models import Release, ReleasedGroup
from laerling.release.protection.grouping import NotProtected
from laerling.responses.models import OpenedAnswer, Opening
from laerling.rounds import actions as rounds_actions
from laerling.rounds.queries import UnknownRound

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(now):
    """An urn that is closed and still sealed."""
    return Opening.objects.create(round_id=2026, closed_at=now, n_ballots=237, root_hash="0" * 64)


@pytest.fixture
def opened(closed, now):
    """An urn that two key holders have opened."""
    questionnaire = questionnaires.published("apprentice-2026")
    people = population.base(questionnaire)
    codes = [question.code for question in questionnaire.questions]
    OpenedAnswer.objects.bulk_create(
        OpenedAnswer(
            round_id=2026,
            county=people.profile["county"][row],
            office=people.profile["office"][row],
            answers=[int(people.answers[code][row]) for code in codes],
        )
        for row in range(people.n)
    )
    Opening.objects.filter(round_id=2026).update(opened_at=now, n_ok=237, n_rejected=0, questions=codes)


def test_sealed_urn_is_refused(closed, by, now):
    with pytest.raises(UrnNotOpened) as refused:
        make_release(round_year=2026, by=by, now=now)
    assert "2026" in str(refused.value)
    assert (Release.objects.count(), ReleasedGroup.objects.count()) == (0, 0)


def test_round_that_was_never_closed_is_refused(by, now):
    with pytest.raises(UrnNotOpened):
        make_release(round_year=2026, by=by, now=now)


def test_unknown_round_is_refused(by, now):
    with pytest.raises(UnknownRound):
        make_release(round_year=1999, by=by, now=now)


def test_opened_answers_become_a_release_once(opened, by, now):
    made = make_release(round_year=2026, by=by, now=now)
    assert made.n_answered == 237
    assert queries.made(2026) == made
    with pytest.raises(AlreadyReleased):
        make_release(round_year=2026, by=by, now=now)
    assert Release.objects.count() == 1


def test_round_before_that_was_answered_here_is_pooled_by_itself(opened, by, now, monkeypatch):
    """The opened answers of 2025 stand in this system: no folder is needed."""
    before = _answered_here(2025, (*population.GROUPS, ("46", population.TINY, 4, 9)), now)
    monkeypatch.setattr(earlier.sample, "asked_by_profile", lambda _year: before)
    first = make_release(round_year=2025, by=by, now=now)
    assert (first.source, queries.is_pooled(first)) == ("urn", False)
    found = earlier.earlier_round(2026, questionnaires.published("apprentice-2026"))
    assert (found.year, found.base.n) == (2025, first.n_answered)
    assert "feels_safe" in found.comparable
    assert found.shown["", ()]["feels_safe"] > 200
    # Answers that are gone, or are others by now, are not pooled.
    OpenedAnswer.objects.filter(round_id=2025).first().delete()
    assert earlier.earlier_round(2026, questionnaires.published("apprentice-2026")) is None


def _answered_here(year, groups, now):
    """Have an earlier round whose urn was opened here; return how many were asked by profile."""
    questionnaire = questionnaires.published("apprentice-2020")
    rounds_actions.ensure_past_round(year=year, questionnaire=questionnaire.code, by=Actor("system", "test"), now=now)
    people = population.base(questionnaire, groups=groups, seed=11)
    codes = [question.code for question in questionnaire.questions]
    OpenedAnswer.objects.bulk_create(
        OpenedAnswer(
            round_id=year,
            county=people.profile["county"][row],
            office=people.profile["office"][row],
            answers=[int(people.answers[code][row]) for code in codes],
        )
        for row in range(people.n)
    )
    Opening.objects.create(
        round_id=year, closed_at=now, n_ballots=people.n, root_hash="0" * 64, opened_at=now, n_ok=people.n,
        n_rejected=0, questions=codes,
    )  # fmt: skip
    return people.listed


def test_making_tells_how_far_it_has_come_and_nothing_when_it_is_done(opened, by, now, monkeypatch):
    told, real = [], telling.Steps.at

    def heard(steps, *step):
        real(steps, *step)
        told.append(queries.progress(2026))

    monkeypatch.setattr(telling.Steps, "at", heard)
    make_release(round_year=2026, by=by, now=now)
    steps = list(dict.fromkeys((one.number, one.what, one.stage) for one in told))
    assert steps == [
        (1, "counted", ""),
        (2, "protected", "answers"),
        (3, "attacked", "answers"),
        (4, "protected", "answered or not"),
        (5, "attacked", "answered or not"),
        (6, "protected", "follow-ups"),
        (7, "attacked", "follow-ups"),
        (8, "written", ""),
    ]
    # Forward only, each question once.
    assert [one.share for one in told] == sorted(one.share for one in told)
    answers = [one for one in told if one.stage == "answers"]
    assert {one.what: (one.done, one.total) for one in answers} == dict.fromkeys(
        ("protected", "attacked"), (answers[0].total, answers[0].total)
    )
    assert answers[0].total > 40
    assert queries.progress(2026) is None


def test_making_that_is_refused_tells_nothing_afterwards(opened, by, now, monkeypatch):
    def unsafe(*_arguments):
        raise NotProtected

    monkeypatch.setattr(freezing, "make", unsafe)
    with pytest.raises(NotSafe):
        make_release(round_year=2026, by=by, now=now)
    assert queries.progress(2026) is None


def test_command_says_what_it_made(opened, capsys):
    call_command("make_release", round_year=2026)
    assert queries.made(2026).content_hash in capsys.readouterr().out


def test_release_that_is_not_safe_leaves_its_report_and_nothing_else(opened, by, now, monkeypatch):
    def unsafe(*_arguments):
        raise NotProtected

    monkeypatch.setattr(freezing, "make", unsafe)
    with pytest.raises(NotSafe) as refused:
        make_release(round_year=2026, by=by, now=now)
    assert "2026" in str(refused.value)
    assert (Release.objects.count(), ReleasedGroup.objects.count()) == (0, 0)
    assert queries.blocked_at(2026) == now
    event = Event.objects.get(what="release.release.blocked")
    assert event.about == "round:2026"


def test_job_that_is_blocked_ends_and_is_not_tried_again(opened, monkeypatch):
    def unsafe(*_arguments):
        raise NotProtected

    monkeypatch.setattr(freezing, "make", unsafe)
    tasks.make_release(round_year=2026, account="x")
    assert queries.blocked_at(2026) is not None
    assert not Release.objects.exists()
