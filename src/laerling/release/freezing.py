"""Making and writing a release: protect, try, then groups and labels in by COPY and the row that seals them."""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from laerling.audit import actions as audit
from laerling.kernel.db import copy_in
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.questionnaire.rules import Questionnaire
from laerling.release.models import BlockedRelease, Release
from laerling.release.plans import plan_of_round
from laerling.release.protection.grouping import NotProtected
from laerling.release.protection.plan import Rules
from laerling.release.queries import ReleaseFacts, Source, made
from laerling.release.rules.base import Base, used_dimensions
from laerling.release.rules.making import Made, make
from laerling.release.rules.pooling import pool
from laerling.release.rules.protecting import code_hash
from laerling.release.rules.publication import PublicationPlan, items_of, plan_as_kept
from laerling.release.rules.rows import GroupRow, LabelRow, content_hash
from laerling.release.rules.stacking import Earlier, shown_by
from laerling.release.rules.steps import Steps
from laerling.release.telling import telling
from laerling.rounds.models import Round
from laerling.rounds.rules import RoundFacts

RULES_VERSION = "2"
TOGETHER = "two releases together: this one, the one before, and what is told of both rounds"
_GROUP = ("release_id", "table", "key", "rounds", "shown", "few", "figures")
_LABEL = ("release_id", "dimension", "code", "name", "parents")


class AlreadyReleased(Refusal):
    """A round has one release, ever: a second beside it would give away what changed between them."""

    code = "already_released"
    sentence = _("The results for %(year)s are already made. They are frozen, and are never made again.")


class NotSafe(Refusal):
    """An attack on what would be published found something, or no pattern was found that protects everybody."""

    code = "release_not_safe"
    status = 409
    sentence = _(
        "The results for %(year)s are not made: answers of single people could be reckoned out. The report is kept."
        " Give the round a plan with fewer tables, and try again."
    )


@dataclass(frozen=True, slots=True)
class Material:
    """All that a release is made from; `files` is the SHA-256 of each file of an earlier round.

    `earlier` is the round before where the two can be pooled.
    """

    this_round: RoundFacts
    questionnaire: Questionnaire
    base: Base
    labels: Sequence[LabelRow]
    source: Source
    files: Mapping[str, str] = field(default_factory=dict)
    earlier: Earlier | None = None

    @property
    def rules(self) -> Rules:
        """The round's thresholds; what a round has no setting for has the strictest default (`protection.plan`)."""
        return Rules(minimum=self.this_round.minimum_answers, sensitive_minimum=self.this_round.sensitive_minimum)

    @property
    def publication(self) -> PublicationPlan:
        """The round's plan, without tables of dimensions in which nobody has a value."""
        plan = plan_of_round(self.this_round.year)
        return plan.within(used_dimensions(plan.dimensions, self.base.profile))

    @property
    def has_follow_ups(self) -> bool:
        """Whether any question follows a sensitive one: those are protected by themselves."""
        return any(item.follow_up for item in items_of(self.questionnaire))

    @property
    def can_be_pooled(self) -> bool:
        """Whether something may be told of two rounds together."""
        return self.earlier is not None and bool(self.publication.pooled_tables)


def release(material: Material, *, by: Actor, now: datetime) -> ReleaseFacts:
    """Protect and try the material, and freeze it as its round's release. Raises AlreadyReleased, NotSafe.

    Not one transaction: protecting takes a minute, and the report of what was blocked must stay.
    """
    year = material.this_round.year
    if made(year) is not None:
        raise AlreadyReleased(year=year)
    with telling(year, follow_ups=material.has_follow_ups, together=material.can_be_pooled) as steps:
        done = protected(material, steps)
        if not done.passed:
            _block(year, done, by=by, now=now)
            raise NotSafe(year=year)
        if material.can_be_pooled:
            steps.at("together")
        done = with_pooled(material, done)
        steps.at("written")
        return freeze(material, done, by=by, now=now)


def protected(material: Material, steps: Steps | None = None) -> Made:
    """Return what may be shown of the material, and how it was tried."""
    try:
        return make(material.base, material.publication, material.questionnaire, material.rules, steps)
    except NotProtected:
        return Made((), {"rules": asdict(material.rules), "attacks": [], "protected": False}, passed=False)


def with_pooled(material: Material, done: Made) -> Made:
    """Return the release with what may be added of two rounds together. It stands without, whatever comes of that."""
    if material.earlier is None or not material.can_be_pooled:
        return done
    shown = shown_by(done.groups)
    found = pool(material.base, material.publication, material.questionnaire, material.rules, shown, material.earlier)
    report = {**done.report, "pooled": found.report}
    if found.rows:
        n_tried = sum(attack["tried"] for attack in found.report["attacks"])
        line = {"stage": "two rounds", "name": TOGETHER, "tried": n_tried, "found": 0, "passed": True}
        report["attacks"] = [*done.report["attacks"], line]
    return Made((*done.groups, *found.rows), report, passed=True)


@transaction.atomic
def _block(year: int, done: Made, *, by: Actor, now: datetime) -> None:
    BlockedRelease.objects.create(round_id=year, at=now, report=dict(done.report))
    n_found = sum(not attack["passed"] for attack in done.report["attacks"])
    audit.record("release.release.blocked", by=by, now=now, about=f"round:{year}", n_found=n_found)


@transaction.atomic
def freeze(material: Material, done: Made, *, by: Actor, now: datetime) -> ReleaseFacts:
    """Write down what was protected and withstood every attack. Raises AlreadyReleased."""
    year = material.this_round.year
    Round.objects.select_for_update().get(pk=year)
    if made(year) is not None:
        raise AlreadyReleased(year=year)
    release_id = uuid.uuid4()
    copy_in("release_releasedgroup", _GROUP, _group_rows(release_id, done.groups))
    copy_in("release_releasedlabel", _LABEL, _label_rows(release_id, material.labels))
    Release.objects.create(
        id=release_id,
        round_id=year,
        source=material.source,
        made_at=now,
        made_by=f"{by.kind}:{by.id}",
        rules={
            "version": RULES_VERSION,
            **asdict(material.rules),
            "questionnaire": material.questionnaire.code,
            "code": _code(),
        },
        plan=plan_as_kept(material.publication, items_of(material.questionnaire)),
        report={**done.report, "files": dict(material.files)},
        content_hash=content_hash(done.groups, material.labels),
        n_answered=material.base.n,
    )
    n_hidden = sum(not group.shown for group in done.groups)
    audit.record(
        "release.release.made", by=by, now=now, about=f"round:{year}", n_cells=len(done.groups), n_hidden=n_hidden
    )
    facts = made(year)
    if facts is None:  # pragma: no cover  it was written just above
        raise LookupError(year)
    return facts


@lru_cache(maxsize=1)
def _code() -> str:
    return code_hash()


def _group_rows(release_id: UUID, groups: Iterable[GroupRow]) -> Iterator[tuple[Any, ...]]:
    for group in groups:
        figures = json.dumps(group.figures, separators=(",", ":"))
        yield release_id, group.table, list(group.key), group.rounds, group.shown, group.few, figures


def _label_rows(release_id: UUID, labels: Iterable[LabelRow]) -> Iterator[tuple[Any, ...]]:
    for label in labels:
        yield release_id, label.dimension, label.code, label.name, list(label.parents)
