"""Writing a release: cells in by COPY, then the row that seals them, in one transaction."""

import uuid
from collections.abc import Iterable
from dataclasses import astuple
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from laerling.audit import actions as audit
from laerling.kernel.db import copy_in
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.questionnaire.rules import Questionnaire
from laerling.release.models import Release
from laerling.release.queries import ReleaseFacts, made
from laerling.release.rules.cells import CellValue, Invited, OpenedAnswers, content_hash, protected_cells
from laerling.release.rules.plan import RULES_VERSION, plan_of
from laerling.rounds.rules import RoundFacts

_COLUMNS = ("release_id", "level", "unit_code", "item", "shown", "n", "counts", "mean")


class AlreadyReleased(Refusal):
    """A round has one release, ever: a second beside it would give away what changed between them."""

    code = "already_released"
    sentence = _("The results for %(year)s are already made. They are frozen, and are never made again.")


@transaction.atomic
def freeze(
    *,
    this_round: RoundFacts,
    questionnaire: Questionnaire,
    opened: OpenedAnswers,
    invited: Invited,
    by: Actor,
    now: datetime,
) -> ReleaseFacts:
    """Protect a round's opened answers and freeze them as its release. Raises AlreadyReleased."""
    if made(this_round.year) is not None:
        raise AlreadyReleased(year=this_round.year)
    plan = plan_of(questionnaire, minimum=this_round.minimum_answers, sensitive_minimum=this_round.sensitive_minimum)
    cells = protected_cells(opened, plan, invited)
    release_id = uuid.uuid4()
    n_cells = copy_in("release_cell", _COLUMNS, _rows(release_id, cells))
    Release.objects.create(
        id=release_id,
        round_id=this_round.year,
        made_at=now,
        made_by=f"{by.kind}:{by.id}",
        rules={
            "version": RULES_VERSION,
            "minimum": plan.minimum,
            "sensitive_minimum": plan.sensitive_minimum,
            "questionnaire": questionnaire.code,
        },
        content_hash=content_hash(cells),
        n_answered=len(opened.county),
    )
    n_hidden = sum(not cell.shown for cell in cells)
    audit.record(
        "release.release.made", by=by, now=now, about=f"round:{this_round.year}", n_cells=n_cells, n_hidden=n_hidden
    )
    facts = made(this_round.year)
    if facts is None:  # pragma: no cover  it was written three lines above
        raise LookupError(this_round.year)
    return facts


def _rows(release_id: UUID, cells: Iterable[CellValue]) -> Iterable[tuple[object, ...]]:
    for cell in cells:
        level, unit_code, item, shown, n, counts, mean = astuple(cell)
        yield release_id, level, unit_code, item, shown, n, None if counts is None else list(counts), mean
