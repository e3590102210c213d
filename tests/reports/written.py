"""Releases written row by row: what pages show when rounds are as they are in real life."""

import uuid
from datetime import UTC, datetime

from django.db import transaction

from laerling.kernel.types import SYSTEM
from laerling.questionnaire import queries as questionnaires
from laerling.release.models import Release, ReleasedGroup, ReleasedLabel
from laerling.rounds import actions as rounds

TABLES = ["", "county", "office", "establishment", "programme", "gender", "county*programme", "office*gender"]


def index_of(year):
    """The code of the round's first index, its first scored question and its first sensitive one."""
    version = questionnaires.held_in("apprentice", year)
    scored = next(one for one in version.questions if one.direction == "up" and not one.sensitive)
    sensitive = next((one for one in version.questions if one.sensitive), None)
    return version.indices[0].code, scored.code, sensitive.code if sensitive else None


def figures(year, n, mean=4.0, n_invited=None):
    """Figures of a group of `n` that answered."""
    version = questionnaires.held_in("apprentice", year)
    found = {"answered": {"n": n_invited or 2 * n, "counts": [n, (n_invited or 2 * n) - n]}}
    for one in version.questions:
        k = len(one.options)
        if one.sensitive:
            found[one.code] = {"n": n, "bands": [[(n // 4 - 1) * 4, (n // 4 - 1) * 4 + 3]] + [[0, 3]] * (k - 1)}
        else:
            found[one.code] = {"n": n, "counts": [0] * (k - 2) + [n // 4, n - n // 4]}
    for one in version.indices:
        found[one.code] = {"n": n, "mean": mean, "sd": 0.8}
    return found


@transaction.atomic
def release(year, groups, labels=(), tables=TABLES):
    """Write a round and its release: `groups` are (table, key, figures or None), `labels` (dimension, code, name, parents)."""
    version = questionnaires.held_in("apprentice", year)
    now = datetime(year + 1, 1, 1, tzinfo=UTC)
    rounds.ensure_standard_round(year=year, questionnaire=version.code, by=SYSTEM, now=now)
    made = uuid.uuid4()
    ReleasedGroup.objects.bulk_create(
        ReleasedGroup(release_id=made, table=table, key=list(key), shown=told is not None, figures=told or {})
        for table, key, told in groups
    )
    ReleasedLabel.objects.bulk_create(
        ReleasedLabel(release_id=made, dimension=dimension, code=code, name=name, parents=parents)
        for dimension, code, name, parents in labels
    )
    Release.objects.create(
        id=made,
        round_id=year,
        source="history",
        made_at=now,
        made_by="system:test",
        rules={"minimum": 5, "sensitive_minimum": 10, "questionnaire": version.code},
        plan={
            "dimensions": ["county", "office", "establishment", "programme", "gender"],
            "tables": list(tables),
            "items": [{"code": "answered", "kind": "answered", "categories": 2}],
        },
        content_hash=f"{year}".ljust(64, "0"),
        n_answered=100,
    )
