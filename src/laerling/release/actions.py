"""Making a round's release."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.questionnaire import queries as questionnaires
from laerling.release.freezing import AlreadyReleased, freeze
from laerling.release.queries import ReleaseFacts, made
from laerling.release.rules.cells import OpenedAnswers
from laerling.responses import queries as responses
from laerling.rounds import queries as rounds
from laerling.sample import queries as sample

__all__ = ["AlreadyReleased", "UrnNotOpened", "make_release"]


class UrnNotOpened(Refusal):
    """There is nothing to count before the key holders have opened the urn."""

    code = "urn_not_opened"
    sentence = _(
        "The answers of %(year)s are still sealed. The results can be made when two key holders have opened the urn."
    )


@transaction.atomic
def make_release(*, round_year: int, by: Actor, now: datetime) -> ReleaseFacts:
    """Count, protect and freeze a round's opened answers. They are shown from `results_at` on (M1, M24).

    Raises UnknownRound, UrnNotOpened, AlreadyReleased: nothing is stored then.
    """
    this_round = rounds.get(round_year)
    if made(round_year) is not None:
        raise AlreadyReleased(year=round_year)
    if responses.status(round_year).opened_at is None:
        raise UrnNotOpened(year=round_year)
    opened = responses.opened(round_year)
    return freeze(
        this_round=this_round,
        questionnaire=questionnaires.published(this_round.questionnaire),
        opened=OpenedAnswers(
            county=opened.profile["county"],
            office=opened.profile["office"],
            answers={code: opened.answers[:, position] for position, code in enumerate(opened.questions)},
        ),
        invited=sample.asked_per_unit(round_year),
        by=by,
        now=now,
    )
