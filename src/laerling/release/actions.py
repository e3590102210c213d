"""Making a round's release."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.organisations import queries as organisations
from laerling.questionnaire import queries as questionnaires
from laerling.release.freezing import AlreadyReleased, Material, NotSafe, release
from laerling.release.queries import ReleaseFacts, made
from laerling.release.rules.base import Base, as_opened
from laerling.release.rules.labels import labels_of
from laerling.release.rules.rows import LabelRow
from laerling.responses import queries as responses
from laerling.rounds import queries as rounds
from laerling.sample import queries as sample
from laerling.sample.rules import PROFILE_KEYS

__all__ = ["AlreadyReleased", "NotSafe", "UrnNotOpened", "make_release"]


class UrnNotOpened(Refusal):
    """There is nothing to count before the key holders have opened the urn."""

    code = "urn_not_opened"
    sentence = _(
        "The answers of %(year)s are still sealed. The results can be made when two key holders have opened the urn."
    )


def make_release(*, round_year: int, by: Actor, now: datetime) -> ReleaseFacts:
    """Count, protect, try and freeze a round's opened answers. They are shown from `results_at` on (M1, M24).

    Raises UnknownRound, UrnNotOpened, AlreadyReleased: nothing is stored then; and NotSafe: only the report is kept.
    """
    this_round = rounds.get(round_year)
    if made(round_year) is not None:
        raise AlreadyReleased(year=round_year)
    if responses.status(round_year).opened_at is None:
        raise UrnNotOpened(year=round_year)
    base = _base(round_year)
    material = Material(
        this_round=this_round,
        questionnaire=questionnaires.published(this_round.questionnaire),
        base=base,
        labels=_labels(round_year, base),
        source="urn",
    )
    return release(material, by=by, now=now)


def _base(round_year: int) -> Base:
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


def _labels(round_year: int, base: Base) -> tuple[LabelRow, ...]:
    establishments = {profile[PROFILE_KEYS.index("establishment")] for profile in base.listed}
    names = {
        "county": organisations.county_names(),
        "office": organisations.office_names(),
        "establishment": organisations.establishment_names(establishments),
        "trade": sample.trade_names(round_year),
    }
    return tuple(labels_of(base.listed, PROFILE_KEYS, names))
