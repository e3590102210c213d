"""The round's key with its holders' files, and what more than half of the invited have answered, sealed in the urn."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Final

from django.db import transaction

from laerling.demo.answers import Respondents, effect
from laerling.demo.build.accounts import BEGUN
from laerling.demo.build.crew import share_out
from laerling.demo.build.steps import Progress, Step
from laerling.invitations import queries as invitations
from laerling.invitations.tallies import actions as tallies
from laerling.kernel import clock
from laerling.kernel.types import SYSTEM
from laerling.questionnaire import queries as questionnaires
from laerling.questionnaire.rules import Questionnaire, clean
from laerling.responses import actions as responses
from laerling.responses import answering, keys, proving
from laerling.rounds import queries as rounds

KEYS: Final = "demo-keys"
# A dispatch or two in, somewhat more than half have answered; offices and counties differ.
ANSWERED_SHARE: Final = 0.55
_OFFICE_SPREAD: Final = 0.13
_COUNTY_SPREAD: Final = 0.05
_SPREAD_AT_MOST: Final = 0.25
_DAYS_OF_ANSWERING: Final = 4
# Of those who will answer, so many are left after each evening that is gone through; and which evenings those are, as
# shares of the time there is.
_LEFT_EACH_TIME: Final = 0.55
_WHEN: Final = (0.1, 0.35, 0.65, 1.0)
# So many days the round is counted every evening, and once a week after that.
_COUNTED_DAILY: Final = 21
# So many ballots go to the disk together.
_BUNCH: Final = 250


def key_steps(*, home: Path, year: int) -> tuple[Step, ...]:
    """Return the step that makes the round's key, the day before the survey opens."""
    at = rounds.get(year).opens_at - timedelta(hours=14)
    return (Step("The urn's key, three holders", at, 1, "keys", partial(_make_key, home / KEYS, year, at)),)


def answer_steps(*, year: int, until: datetime, workers: int) -> tuple[Step, ...]:
    """Return the step in which people answer, evening by evening from the first to the last before `until`."""
    this_round = rounds.get(year)
    at = this_round.opens_at + timedelta(days=_DAYS_OF_ANSWERING, hours=20)
    n_evenings = 1 + (min(until, this_round.closes_at) - timedelta(hours=20) - this_round.opens_at).days
    evenings = [this_round.opens_at + timedelta(days=number, hours=20) for number in range(n_evenings)]
    return (Step("Answers, sealed", at, 0, "people", partial(_answer_all, year, evenings, workers)),)


def spare_path(year: int) -> str:
    """Return the path of a personal link that still can be answered, of an apprentice in the county that has begun."""
    for token in invitations.personal_tokens(year):
        found = answering.look_up(token)
        if found.state == "open" and found.county_code == BEGUN and found.office_name and found.written_form == "nb":
            return f"/s/{token}"
    return ""


def _make_key(folder: Path, year: int, at: datetime, _progress: Progress) -> None:
    with suppress(responses.RoundKeyExists):
        made = responses.make_round_key(round_year=year, to=folder, by=SYSTEM, now=at)
        prove(year, made.files, at)


def prove(year: int, files: Sequence[Path], at: datetime) -> None:
    """Let two of the demo's holders show that they have the key: no round opens without."""
    riddle = responses.make_challenge(round_year=year, by=SYSTEM, now=at)
    first, second = (keys.read_holder_file(path.read_text(encoding="utf-8")) for path in files[:2])
    answer = proving.answer_of(riddle, keys.open_with(first, second), first.holder + second.holder)
    responses.prove(round_year=year, answer=answer, by=SYSTEM, now=at)


def _answer_all(year: int, evenings: Sequence[datetime], workers: int, progress: Progress) -> None:
    """Let people answer on some of the evenings, and count the round on all of them, as the worker would have."""
    parts = _parts(len(evenings))
    for number, evening in enumerate(evenings):
        if number in parts:
            # Whether the urn is open is for the database's clock to say.
            clock.set_demo_clock(evening)
            work = partial(answer_for, year, part=parts[number])
            share_out(work, _bunches(year, evening), workers=workers, progress=progress)
        if number < _COUNTED_DAILY or number % 7 == 0:
            tallies.count(round_year=year, now=evening)


def answer_reached(year: int, *, begins: datetime, ends: datetime) -> None:
    """Let those who have had a message answer, as far as they want to, while the days between two instants go by."""
    for number, part in _parts(1 + (ends - begins).days).items():
        evening = begins + timedelta(days=number)
        clock.set_demo_clock(evening)
        for tokens in _bunches(year, evening):
            answer_for(year, tokens, part=part)
        tallies.count(round_year=year, now=evening)


def _parts(n_days: int) -> dict[int, float]:
    """Return on which days people answer, and what part of all who will have done so then: most early, all in the end."""
    days = sorted({round(share * (n_days - 1)) for share in _WHEN})
    come = [1 - _LEFT_EACH_TIME ** (number + 1) for number in range(len(days))]
    return {day: part / come[-1] for day, part in zip(days, come, strict=True)}


def _bunches(year: int, evening: datetime) -> list[tuple[str, ...]]:
    tokens = invitations.personal_tokens(year, by=clock.in_oslo(evening).date())
    return [tokens[start : start + _BUNCH] for start in range(0, len(tokens), _BUNCH)]


def answer_for(year: int, tokens: Sequence[str], *, part: float = 1.0) -> int:
    """Answer for those of the link holders who want to, all in one transaction; return how many were asked.

    `part` is how much of all who want to have done so by now.
    """
    questionnaire, respondents = _questionnaire(rounds.get(year).questionnaire)
    with transaction.atomic():
        for token in tokens:
            # The same people answer the same when a build goes on after it was broken off.
            rng = Random(token)  # noqa: S311  not a secret: what they answer is invented
            threshold = rng.random() / part
            if threshold < ANSWERED_SHARE + _SPREAD_AT_MOST:
                found = answering.look_up(token)
                if found.state == "open" and threshold < _share(found):
                    answers = respondents.answer(profile=found.profile, rng=rng)
                    answering.submit(token, found, clean(questionnaire, answers))
    return len(tokens)


@cache
def _questionnaire(code: str) -> tuple[Questionnaire, Respondents]:
    questionnaire = questionnaires.published(code)
    return questionnaire, Respondents(questionnaire)


def _share(found: answering.Found) -> float:
    """Return how likely somebody like this is to answer."""
    office = effect("office answers", found.county_code + found.office_name, _OFFICE_SPREAD)
    county = effect("county answers", found.county_code, _COUNTY_SPREAD)
    return ANSWERED_SHARE + max(-_SPREAD_AT_MOST, min(_SPREAD_AT_MOST, office + county))
