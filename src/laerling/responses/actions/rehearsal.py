"""Holding a rehearsal: all of it with a throw-away key, and the invented answers refused at the real tables."""

import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from laerling.audit import actions as audit
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.responses import rehearsing
from laerling.responses.actions.exchange import import_opened
from laerling.responses.models import KeyRehearsal, OpenedAnswer, RoundKey
from laerling.rounds import queries as rounds


@dataclass(frozen=True, slots=True)
class RehearsalReceipt:
    """Whether the rehearsal went well, and what was seen: `refused` is why the real tables took nothing."""

    round: int
    went_well: bool
    report: dict[str, Any] = field(default_factory=dict)


def rehearse(*, round_year: int, by: Actor, now: datetime) -> RehearsalReceipt:
    """Go through ceremony, sealing, export, opening and import with a key that is thrown away; write down how it went.

    The real urn is never touched. Takes some seconds. Raises UnknownRound.
    """
    rounds.get(round_year)
    before = _counts(round_year)
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as folder:
        try:
            seen = rehearsing.rehearse(Path(folder))
            report = seen.report() | {
                "fingerprint": seen.fingerprint,
                "refused": _refused(round_year, seen.opened, by, now),
            }
        except rehearsing.RehearsalFailed as fault:
            report = {"fault": str(fault)}
    went_well = bool(report.get("refused")) and _counts(round_year) == before
    with transaction.atomic():
        KeyRehearsal.objects.create(round_id=round_year, held_at=now, held_by=by.id, went_well=went_well, report=report)
        audit.record("responses.key.rehearsed", by=by, now=now, about=f"round:{round_year}", went_well=went_well)
    return RehearsalReceipt(round_year, went_well, report)


def _refused(round_year: int, opened: Path, by: Actor, now: datetime) -> str:
    """Offer the invented answers to the real tables, and return the code of the refusal; empty if they were let in."""
    try:
        with transaction.atomic():
            import_opened(round_year=round_year, file=opened, by=by, now=now)
            transaction.set_rollback(True)
    except Refusal as refusal:
        return refusal.code
    return ""


def _counts(round_year: int) -> list[int]:
    return [table.objects.filter(round_id=round_year).count() for table in (OpenedAnswer, RoundKey)]
