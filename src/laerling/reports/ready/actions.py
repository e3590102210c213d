"""Making the fixed set: two files in two written forms for the nation, every county and every training office.

Made from the frozen release before anybody may see it; who asks for a file is answered from `results_at` on.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laerling.audit import actions as audit
from laerling.kernel import jobs
from laerling.kernel.errors import Refusal
from laerling.kernel.types import SYSTEM, Actor
from laerling.organisations import queries as organisations
from laerling.release import queries as release
from laerling.release.queries import Level, ReleaseFacts
from laerling.reports import files, queries
from laerling.reports.files import Report
from laerling.reports.models import StoredReport
from laerling.reports.types import Unit
from laerling.rounds import queries as rounds

FORMS: Final = ("nb", "nn")
KINDS: Final = ("pdf", "pptx")
JOB: Final = "reports.make_unit_reports"
_LEVELS: Final[tuple[Level, ...]] = ("nation", "county", "office")
# One unit at a time: mail and answers that leave in the meantime do not wait for reports.
_LOCK: Final = "reports.fixed_set"


class NotReleased(Refusal):
    """There is no release to make reports from."""

    code = "not_released"
    sentence = gettext_lazy("The results of %(year)s are not made yet. The reports are made from them.")


def start_due_set(*, now: datetime) -> int:
    """Ask for the current round's fixed set as soon as its release is made; return how many files. Safe to repeat."""
    year = rounds.current(now).year
    facts = release.made(year)
    if facts is None or StoredReport.objects.filter(release_id=facts.id).exists():
        return 0
    return ask_for_set(round_year=year, by=SYSTEM, now=now)


@transaction.atomic
def ask_for_set(*, round_year: int, by: Actor, now: datetime) -> int:
    """Ask the worker for every file of a round's fixed set that is not made, and return how many. Safe to repeat.

    Raises NotReleased. One unit is one job: one that fails holds nobody else's up, and is asked for again by this.
    """
    facts = release.made(round_year)
    if facts is None:
        raise NotReleased(year=round_year)
    StoredReport.objects.bulk_create(_rows(facts), ignore_conflicts=True)
    missing = StoredReport.objects.filter(release_id=facts.id, made_at=None)
    n_files = missing.count()
    units = missing.order_by("level", "unit_code").values_list("level", "unit_code").distinct()
    for level, code in sorted(units, key=lambda unit: (_LEVELS.index(unit[0]), unit[1])):
        jobs.enqueue(JOB, lock=_LOCK, round_year=round_year, level=level, code=code)
    if n_files:
        audit.record("reports.set.asked", by=by, now=now, about=f"round:{round_year}", n_files=n_files)
    return n_files


def make_unit_reports(*, round_year: int, level: str, code: str, now: datetime) -> int:
    """Make the files of one unit that are not made, and return how many. Safe to repeat: what is made never changes."""
    facts = release.made(round_year)
    if facts is None:
        return 0
    missing = StoredReport.objects.filter(release_id=facts.id, level=level, unit_code=code, made_at=None)
    wanted = set(missing.values_list("form", "kind"))
    n_made = 0
    for form in FORMS:
        kinds = [kind for kind in KINDS if (form, kind) in wanted]
        with translation.override(form):
            for kind, report in _reports(facts, level, code, form, kinds):
                n_made += _keep(facts.id, report, form, kind, now)
    return n_made


def _rows(facts: ReleaseFacts) -> Iterator[StoredReport]:
    for level in _LEVELS:
        for code in sorted(release.unit_codes(facts, level)):
            for form in FORMS:
                for kind in KINDS:
                    yield StoredReport(release_id=facts.id, level=level, unit_code=code, form=form, kind=kind)


def _reports(facts: ReleaseFacts, level: str, code: str, form: str, kinds: list[str]) -> Iterator[tuple[str, Report]]:
    """Yield the report of each kind, in the language that is on."""
    unit = _unit(level, code)
    if not kinds or unit is None:
        return
    units = queries.compared(unit, facts, nation=_("The whole country"))
    overview = queries.overview(facts=facts, units=units, language=form)
    themes = [queries.theme(facts=facts, units=units, page=link.code, language=form) for link in overview.themes]
    for kind in kinds:
        if kind == "pdf":
            below = queries.units_below(facts=facts, of=unit)
            yield kind, files.full_report(overview, below, themes, language=form)
        else:
            yield kind, files.short_report(overview, themes, language=form)


def _unit(level: str, code: str) -> Unit | None:
    """Return a unit by its name of today, as pages call it."""
    if level == "nation":
        return Unit("nation", "", _("The whole country"))
    if level == "county":
        return Unit("county", code, organisations.county_name(code))
    found = organisations.office(code)
    return None if found is None else Unit("office", code, found.name)


def _keep(release_id: UUID, report: Report, form: str, kind: str, now: datetime) -> int:
    """Write a report as a file and keep it, unless somebody else has meanwhile; return how many were kept."""
    content = files.write(report, kind)
    rows = StoredReport.objects.filter(
        release_id=release_id,
        level=report.unit.level,
        unit_code=report.unit.code,
        form=form,
        kind=kind,
        made_at=None,
    )
    sha256 = hashlib.sha256(content).hexdigest()
    return rows.update(content=content, n_bytes=len(content), sha256=sha256, made_at=now)
