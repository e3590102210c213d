"""Making a round's release."""

from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.organisations import queries as organisations
from laerling.questionnaire import queries as questionnaires
from laerling.release.earlier import NotTheYearBefore, earlier_round, opened_base
from laerling.release.freezing import AlreadyReleased, Material, NotSafe, release
from laerling.release.queries import ReleaseFacts, made
from laerling.release.rules.base import Base
from laerling.release.rules.labels import labels_of
from laerling.release.rules.rows import LabelRow
from laerling.responses import queries as responses
from laerling.rounds import queries as rounds
from laerling.sample import queries as sample
from laerling.sample.rules import PROFILE_KEYS

__all__ = ["AlreadyReleased", "NotSafe", "NotTheYearBefore", "UrnNotOpened", "make_release"]


class UrnNotOpened(Refusal):
    """There is nothing to count before the key holders have opened the urn."""

    code = "urn_not_opened"
    sentence = _(
        "The answers of %(year)s are still sealed. The results can be made when two key holders have opened the urn."
    )


def make_release(*, round_year: int, by: Actor, now: datetime, before: Path | None = None) -> ReleaseFacts:
    """Count, protect, try and freeze a round's opened answers. They are shown from `results_at` on (M1, M24).

    What neither this round nor the one before shows of a small unit may be shown of both together. `before` is the folder
    that the round before was brought in from; one that was answered here needs none.

    Raises UnknownRound, UrnNotOpened, AlreadyReleased, NotTheYearBefore: nothing is stored then; and NotSafe: only the
    report is kept.
    """
    this_round = rounds.get(round_year)
    if made(round_year) is not None:
        raise AlreadyReleased(year=round_year)
    if responses.status(round_year).opened_at is None:
        raise UrnNotOpened(year=round_year)
    base, questionnaire = opened_base(round_year), questionnaires.published(this_round.questionnaire)
    material = Material(
        this_round=this_round,
        questionnaire=questionnaire,
        base=base,
        labels=_labels(round_year, base),
        source="urn",
        earlier=earlier_round(round_year, questionnaire, before),
    )
    return release(material, by=by, now=now)


def _labels(round_year: int, base: Base) -> tuple[LabelRow, ...]:
    establishments = {profile[PROFILE_KEYS.index("establishment")] for profile in base.listed}
    names = {
        "county": organisations.county_names(),
        "office": organisations.office_names(),
        "establishment": organisations.establishment_names(establishments),
        "trade": sample.trade_names(round_year),
    }
    return tuple(labels_of(base.listed, PROFILE_KEYS, names))
