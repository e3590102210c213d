"""The round before, where its people are still there: in the opened urn, or in the folder that it was brought in from."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from laerling.kernel.errors import Refusal
from laerling.questionnaire import queries as questionnaires
from laerling.questionnaire.rules import Questionnaire
from laerling.release.history.reading import Faulty, read_head, read_past
from laerling.release.queries import ReleaseFacts, is_pooled, made, plan, report, shown_groups
from laerling.release.rules.base import Base, as_opened
from laerling.release.rules.publication import items_of
from laerling.release.rules.stacking import Earlier
from laerling.responses import queries as responses
from laerling.rounds import queries as rounds
from laerling.sample import queries as sample
from laerling.sample.rules import PROFILE_KEYS


class NotTheYearBefore(Refusal):
    """The folder given is not the one that the results of the year before were made from; nothing is made."""

    code = "not_the_year_before"
    status = 422
    sentence = _(
        "The folder of the year before is not the one the results of %(year)s were made from."
        " Give the right folder, or none: then no figures of two years together are made."
    )


def opened_base(round_year: int) -> Base:
    """Return the opened answers, and those asked as coarse as they are. Only counts of the lists are looked at."""
    opened = responses.opened(round_year)
    listed = sample.asked_by_profile(round_year)
    base = Base(
        dimensions=PROFILE_KEYS,
        profile=opened.profile,
        answers={code: opened.answers[:, place] for place, code in enumerate(opened.questions)},
        asked={},
        listed=listed,
    )
    return Base(base.dimensions, base.profile, base.answers, as_opened(listed, base.answered()), listed)


def earlier_round(round_year: int, questionnaire: Questionnaire, folder: Path | None = None) -> Earlier | None:
    """Return the round before `round_year`, to be pooled with it; None where that cannot be.

    It must be released and not be pooled with the round before it: of three rounds in two pools, the difference would be
    of people nobody protected together. `folder` is what it was brought in from; without, its opened answers are looked
    for, or its `kept_folder`. Raises NotTheYearBefore.
    """
    before = made(round_year - 1)
    base = _from_folder(round_year - 1, before, folder) if folder else _from_here(before)
    if before is None or base is None or is_pooled(before):
        return None
    ordinary = [item.code for item in items_of(questionnaire) if not item.sensitive]
    return Earlier(
        year=before.round_year,
        base=base,
        tables=tuple(tuple(filter(None, name.split("*"))) for name in plan(before).tables),
        shown=shown_groups(before),
        comparable=frozenset(
            code
            for code in ordinary
            if questionnaires.are_comparable(questionnaire.survey, code, before.round_year, round_year)
        ),
    )


def kept_folder(round_year: int) -> Path:
    """Return where the folder of an earlier round may lie until the results of the round after it are made."""
    return Path(settings.HOME) / "history" / str(round_year)


def _from_here(before: ReleaseFacts | None) -> Base | None:
    """Return the people of a round from its opened answers, or from its folder where that was kept."""
    if before is None or is_pooled(before):
        return None
    if before.source == "history":
        folder = kept_folder(before.round_year)
        return _from_folder(before.round_year, before, folder) if folder.is_dir() else None
    base = opened_base(before.round_year)
    return base if base.n == before.n_answered else None


def _from_folder(year: int, before: ReleaseFacts | None, folder: Path) -> Base:
    try:
        head = read_head(folder)
        if before is None or head.year != year:
            raise NotTheYearBefore(year=year)
        questionnaire = questionnaires.published(rounds.get(year).questionnaire)
        past = read_past(folder, head, questionnaire, PROFILE_KEYS)
    except Faulty:
        raise NotTheYearBefore(year=year) from None
    if past.files != report(before).get("files"):
        raise NotTheYearBefore(year=year)
    return past.base
