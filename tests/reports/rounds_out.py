"""Releases of several rounds with a few groups each, for tests of what is read over the years."""

import uuid

from laerling.release.models import Release, ReleasedGroup, ReleasedLabel
from laerling.rounds import actions as rounds

QUESTIONNAIRES = {2012: "apprentice-2012", 2018: "apprentice-2018", 2020: "apprentice-2020", 2026: "apprentice-2026"}


def held_in(year: int) -> str:
    return next(code for first, code in reversed(QUESTIONNAIRES.items()) if first <= year)


def put_out(year: int, groups: dict, *, by, now, labels=()) -> None:
    """Freeze a round's release: `groups` holds figures by (table, key), None where the group is not shown."""
    rounds.ensure_standard_round(year=year, questionnaire=held_in(year), by=by, now=now)
    release_id = uuid.uuid4()
    ReleasedGroup.objects.bulk_create(
        ReleasedGroup(
            release_id=release_id, table=table, key=list(key), shown=figures is not None, figures=figures or {}
        )
        for (table, key), figures in groups.items()
    )
    ReleasedLabel.objects.bulk_create(
        ReleasedLabel(release_id=release_id, dimension=dimension, code=code, name=name)
        for dimension, code, name in labels
    )
    Release.objects.create(
        id=release_id, round_id=year, source="history", made_at=now, made_by="system:test", content_hash="0" * 64,
        n_answered=100, rules={"questionnaire": held_in(year), "minimum": 5, "sensitive_minimum": 10},
    )  # fmt: skip
