"""Which releases there are, what they publish, how they were tried and what that cost."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from laerling.release.models import BlockedRelease, Release, ReleasedLabel, ReleaseProgress
from laerling.release.queries.types import (
    BlockedFacts,
    ItemFacts,
    Label,
    LossFacts,
    PlanFacts,
    ProgressFacts,
    ReleaseFacts,
    TableLoss,
)


def released(round_year: int, now: datetime) -> ReleaseFacts | None:
    """Return the round's release once its results are out (`results_at`, M1), None before that or where none is made."""
    row = _light().filter(round_id=round_year, round__results_at__lte=now).first()
    return _facts(row) if row else None


def released_years(now: datetime) -> tuple[int, ...]:
    """Return the years whose results are out, newest first."""
    rows = Release.objects.filter(round__results_at__lte=now).order_by("-round_id")
    return tuple(rows.values_list("round_id", flat=True))


def made(round_year: int) -> ReleaseFacts | None:
    """Return the round's release as soon as it is made: that it exists, never its cells, may be known early."""
    row = _light().filter(round_id=round_year).first()
    return _facts(row) if row else None


def progress(round_year: int) -> ProgressFacts | None:
    """Return how far the making of the round's release has come, None where none is being made."""
    columns = ("what", "stage", "number", "of", "done", "total")
    row = ReleaseProgress.objects.filter(round_id=round_year).values_list(*columns).first()
    return ProgressFacts(*row) if row else None


def blocked_at(round_year: int) -> datetime | None:
    """Return when the round's release was last blocked, None where it never was."""
    rows = BlockedRelease.objects.filter(round_id=round_year).order_by("-at")
    return rows.values_list("at", flat=True).first()


def blocked(round_year: int) -> BlockedFacts | None:
    """Return the round's release as it was last blocked, None where it never was. For the Directorate only."""
    row = BlockedRelease.objects.filter(round_id=round_year).order_by("-at").first()
    return BlockedFacts(round_year, row.at, row.report) if row else None


def blocked_years() -> tuple[int, ...]:
    """Return the years of which a release was blocked, newest first."""
    rows = BlockedRelease.objects.order_by("-round_id")
    return tuple(rows.values_list("round_id", flat=True).distinct())


def plan(release: ReleaseFacts) -> PlanFacts:
    """Return what the release publishes. One query."""
    return plan_facts(Release.objects.values_list("plan", flat=True).get(pk=release.id))


def plan_facts(said: Mapping[str, Any]) -> PlanFacts:
    """Return a stored plan as facts."""
    return PlanFacts(
        tuple(said["dimensions"]),
        tuple(said["tables"]),
        tuple(
            ItemFacts(
                item["code"],
                item["kind"],
                item["categories"],
                item.get("sensitive", False),
                tuple(item.get("parts", ())),
                tuple(item["tables"]) if "tables" in item else None,
            )
            for item in said["items"]
        ),
    )


def labels(release: ReleaseFacts, dimension: str) -> dict[str, Label]:
    """Return what the codes of a dimension were called in that round. One query."""
    rows = ReleasedLabel.objects.filter(release_id=release.id, dimension=dimension).order_by("name", "code")
    return {
        code: Label(code, name, tuple(parents)) for code, name, parents in rows.values_list("code", "name", "parents")
    }


def report(release: ReleaseFacts) -> Mapping[str, Any]:
    """Return how the release was tried: rules, certificate, attacks, loss. For the Directorate, not for publishing."""
    said: Mapping[str, Any] = Release.objects.values_list("report", flat=True).get(pk=release.id)
    return said


def loss(release: ReleaseFacts) -> LossFacts:
    """Return what protecting the release cost, beside the release before it. One query. For the Directorate only."""
    rows = Release.objects.filter(round_id__lte=release.round_year).order_by("-round_id")
    found = list(rows.values_list("round_id", "report__loss")[:2])
    before = found[1] if len(found) > 1 else (None, [])
    return LossFacts(
        release.round_year,
        tuple(_table_loss(said) for said in found[0][1] or []),
        before[0],
        {said["table"]: _table_loss(said) for said in before[1] or []},
    )


def _table_loss(said: Mapping[str, Any]) -> TableLoss:
    return TableLoss(
        said["table"],
        said["groups"],
        said["shown"],
        said["hidden_by_rule"],
        said["hidden_by_complement"],
        said["respondents_in_shown"],
        said["figures_shown_of_groups_shown"],
    )


def _light() -> Any:
    """Return releases without their plan and report, which are large."""
    return Release.objects.defer("plan", "report")


def _facts(row: Release) -> ReleaseFacts:
    return ReleaseFacts(
        row.id,
        row.round_id,
        row.made_at,
        row.rules,
        row.content_hash,
        row.n_answered,
        row.source,  # type: ignore[arg-type]  # the table has two sources
    )
