"""Writing a release: groups and labels in by COPY, then the row that seals them, in one transaction."""

import json
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from laerling.audit import actions as audit
from laerling.kernel.db import copy_in
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.organisations import queries as organisations
from laerling.questionnaire.rules import Questionnaire
from laerling.release.models import Release
from laerling.release.protection.bands import bands
from laerling.release.protection.plan import Rules
from laerling.release.queries import ReleaseFacts, made
from laerling.release.rules.cells import CellValue, Invited, OpenedAnswers, protected_cells
from laerling.release.rules.plan import ANSWERED, RULES_VERSION, Plan, plan_of
from laerling.release.rules.rows import GroupRow, LabelRow, content_hash
from laerling.rounds.rules import RoundFacts

_GROUP = ("release_id", "table", "key", "rounds", "shown", "few", "figures")
_LABEL = ("release_id", "dimension", "code", "name", "parents")
_TABLES = {"nation": "", "county": "county", "office": "office"}


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
    groups = tuple(_groups(protected_cells(opened, plan, invited), plan))
    labels = tuple(_labels(groups))
    release_id = uuid.uuid4()
    copy_in("release_releasedgroup", _GROUP, _group_rows(release_id, groups))
    copy_in(
        "release_releasedlabel",
        _LABEL,
        ((release_id, label.dimension, label.code, label.name, list(label.parents)) for label in labels),
    )
    Release.objects.create(
        id=release_id,
        round_id=this_round.year,
        source="urn",
        made_at=now,
        made_by=f"{by.kind}:{by.id}",
        rules={
            "version": RULES_VERSION,
            "minimum": plan.minimum,
            "sensitive_minimum": plan.sensitive_minimum,
            "questionnaire": questionnaire.code,
        },
        plan=_plan_of(plan),
        content_hash=content_hash(groups, labels),
        n_answered=len(opened.county),
    )
    n_hidden = sum(not group.shown for group in groups)
    audit.record(
        "release.release.made", by=by, now=now, about=f"round:{this_round.year}", n_cells=len(groups), n_hidden=n_hidden
    )
    facts = made(this_round.year)
    if facts is None:  # pragma: no cover  it was written three lines above
        raise LookupError(this_round.year)
    return facts


def _groups(cells: Iterable[CellValue], plan: Plan) -> Iterator[GroupRow]:
    sensitive = {question.code for question in plan.questions if question.sensitive}
    by_unit: dict[tuple[str, str], list[CellValue]] = {}
    for cell in cells:
        by_unit.setdefault((cell.level, cell.unit_code), []).append(cell)
    for (level, code), own in by_unit.items():
        figures = {cell.item: _figure(cell, is_banded=cell.item in sensitive) for cell in own if cell.shown}
        shown = ANSWERED in figures
        yield GroupRow(_TABLES[level], (code,) if code else (), shown, figures if shown else {})


def _figure(cell: CellValue, *, is_banded: bool) -> dict[str, Any]:
    if cell.counts is None:
        return {"n": cell.n, "mean": cell.mean}
    if cell.item == ANSWERED:
        return {"n": sum(cell.counts), "counts": list(cell.counts)}
    if is_banded:
        edges = (band.split("-") for band in bands(np.array(cell.counts), Rules().band))
        return {"n": cell.n, "bands": [[int(low), int(high)] for low, high in edges]}
    return {"n": cell.n, "counts": list(cell.counts)}


def _plan_of(plan: Plan) -> dict[str, Any]:
    items: list[dict[str, Any]] = [{"code": ANSWERED, "kind": "answered", "categories": 2}]
    items += [
        {"code": one.code, "kind": "question", "categories": one.n_options, "sensitive": one.sensitive}
        for one in plan.questions
    ]
    items += [{"code": one.code, "kind": "index", "categories": 0, "parts": list(one.scores)} for one in plan.indices]
    return {"dimensions": ["county", "office"], "tables": list(_TABLES.values()), "items": items}


def _labels(groups: Iterable[GroupRow]) -> Iterator[LabelRow]:
    counties, offices = organisations.county_names(), organisations.office_names()
    county_of = organisations.counties_of_offices()
    for group in groups:
        if group.table == "county":
            (code,) = group.key
            yield LabelRow("county", code, counties.get(code, code))
        elif group.table == "office":
            (code,) = group.key
            parents = (f"county:{county_of[code]}",) if code in county_of else ()
            yield LabelRow("office", code, offices.get(code, code), parents)


def _group_rows(release_id: UUID, groups: Iterable[GroupRow]) -> Iterator[tuple[object, ...]]:
    for group in groups:
        figures = json.dumps(group.figures, separators=(",", ":"))
        yield release_id, group.table, list(group.key), group.rounds, group.shown, group.few, figures
