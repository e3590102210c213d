"""Questions about the fixed set: what lies ready for whom, and how far the making of it has come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from laerling.reports.models import StoredReport
from laerling.reports.types import Unit


@dataclass(frozen=True, slots=True)
class ReadyFile:
    """A file that lies ready: of which unit, in which written form, of which kind, and how large."""

    form: str
    kind: str
    n_bytes: int


@dataclass(frozen=True, slots=True)
class ReadyReport:
    """A unit's files of one round; none while they are being made."""

    unit: Unit
    files: tuple[ReadyFile, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How many files of a round's set are made, of how many, and when the last one was."""

    n_made: int
    n_all: int
    last_at: datetime | None

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to make."""
        return self.n_made == self.n_all


def years(now: datetime) -> tuple[int, ...]:
    """Return the years that have a fixed set and whose results are out, newest first."""
    rows = StoredReport.objects.filter(release__round__results_at__lte=now)
    return tuple(rows.order_by("-release__round_id").values_list("release__round_id", flat=True).distinct())


def ready(year: int, units: Iterable[Unit], now: datetime) -> tuple[ReadyReport, ...]:
    """Return the reports of those of some units that the set has, in their order, in one query.

    Nothing before the results are out (M1). A unit whose files are still being made has none.
    """
    wanted = tuple(units)
    rows = StoredReport.objects.filter(
        release__round_id=year, release__round__results_at__lte=now, unit_code__in={unit.code for unit in wanted}
    )
    found: dict[tuple[str, str], list[ReadyFile]] = {}
    columns = ("level", "unit_code", "form", "kind", "n_bytes")
    for level, code, form, kind, n_bytes in rows.order_by("form", "kind").values_list(*columns):
        made = found.setdefault((level, code), [])
        if n_bytes:
            made.append(ReadyFile(form, kind, n_bytes))
    return tuple(ReadyReport(unit, tuple(found[unit.key])) for unit in wanted if unit.key in found)


def content(*, year: int, unit: Unit, form: str, kind: str, now: datetime) -> bytes | None:
    """Return a stored file, or None where there is none or the results are not out."""
    row = StoredReport.objects.filter(
        release__round_id=year,
        release__round__results_at__lte=now,
        level=unit.level,
        unit_code=unit.code,
        form=form,
        kind=kind,
        made_at__isnull=False,
    )
    found = row.values_list("content", flat=True).first()
    return None if found is None else bytes(found)


def progress(year: int) -> Progress | None:
    """Return how far the making of a round's set has come, or None where none was begun. Counts only, so at any time."""
    rows = StoredReport.objects.filter(release__round_id=year)
    counted = rows.aggregate(n_all=Count("pk"), n_made=Count("made_at"), last_at=Max("made_at"))
    return Progress(counted["n_made"], counted["n_all"], counted["last_at"]) if counted["n_all"] else None
