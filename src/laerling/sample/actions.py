"""Drawing and freezing a sample, and writing it out."""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from laerling.audit import actions as audit
from laerling.kernel.db import copy_in, require_one
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.organisations import queries as organisations
from laerling.rounds import queries as rounds
from laerling.rounds.rules import RoundFacts
from laerling.sample import queries
from laerling.sample.models import Sample, SampleMember
from laerling.sample.rules import Draw, RuleDates, SupervisorChoice, coarsen, supervisors
from laerling.sample.rules import draw as draw_by_rules


class SampleIsFrozen(Refusal):
    """The final sample is drawn once."""

    code = "sample_is_frozen"
    sentence = _("The final sample of %(year)s is drawn and frozen. It is not drawn again.")


class NothingToDraw(Refusal):
    """No contracts to draw from."""

    code = "nothing_to_draw"
    sentence = _("There are no contracts to draw from. Take in the VIGO extract of this round and stage first.")


class NothingDrawn(Refusal):
    """No sample to write out."""

    code = "nothing_drawn"
    sentence = _("No sample is drawn for %(year)s. Draw it first.")


class FolderNotWritable(Refusal):
    """The sample's files cannot be written where they should be."""

    code = "folder_not_writable"
    sentence = _("The files cannot be written in that folder: %(reason)s.")


@dataclass(frozen=True, slots=True)
class DrawReceipt:
    """What a draw came to; `reasons` counts the contracts each reason holds for."""

    sample_id: str
    stage: str
    n_asked: int
    n_excluded: int
    n_supervisors: int
    frozen: bool
    reasons: dict[str, int]


@transaction.atomic
def draw(*, round_year: int, stage: str, by: Actor, now: datetime) -> DrawReceipt:
    """Draw the sample of a round's stage, "preliminary" or "final", in place of the one before (M4, M5).

    The final sample is frozen as it is drawn, and its profiles are coarsened then.
    Raises UnknownRound, SampleIsFrozen, NothingToDraw.
    """
    this_round = rounds.get(round_year)
    sample = _lock(round_year, stage, now)
    dates, offices, establishments = (
        _dates(this_round),
        organisations.active_office_numbers(),
        organisations.approved_establishment_numbers(),
    )
    contracts = list(queries.contract_facts(round_year, stage))
    if not contracts:
        raise NothingToDraw
    drawn = draw_by_rules(contracts, dates=dates, active_offices=offices, approved_establishments=establishments)
    picks = supervisors(contracts, dates=dates, active_offices=offices, approved_establishments=establishments)
    _store(sample, drawn, picks, now=now)
    if stage == "final":
        _freeze(sample, minimum=this_round.profile_minimum, now=now)
    receipt = DrawReceipt(
        sample_id=str(sample.id),
        stage=stage,
        n_asked=len(drawn.asked),
        n_excluded=len(drawn.excluded),
        n_supervisors=len(picks),
        frozen=stage == "final",
        reasons=dict(Counter(reason for row in drawn.excluded for reason in row.reasons)),
    )
    audit.record(
        "sample.drawn",
        by=by,
        now=now,
        about=f"round:{round_year}",
        stage=stage,
        n_asked=receipt.n_asked,
        n_excluded=receipt.n_excluded,
    )
    return receipt


def export(*, round_year: int, to: Path) -> tuple[Path, ...]:
    """Write sample.csv, excluded.csv and supervisors.csv of the latest draw into a folder, for this user's eyes only.

    Raises NothingDrawn or FolderNotWritable.
    """
    sample = queries.latest(round_year)
    if sample is None:
        raise NothingDrawn(year=round_year)
    try:
        to.mkdir(parents=True, exist_ok=True)
        return _write_all(sample.id, to)
    except OSError as fault:
        raise FolderNotWritable(reason=fault.strerror) from fault


def _write_all(sample_id: str, to: Path) -> tuple[Path, ...]:
    return (
        _write(to / "sample.csv", ("Kontraktnr", "PersonId"), queries.sample_lines(sample_id)),
        _write(to / "excluded.csv", ("Kontraktnr", "PersonId", "Reasons"), queries.excluded_lines(sample_id)),
        _write(
            to / "supervisors.csv", ("Orgnr", "Faglig leder id", "Apprentices"), queries.supervisor_lines(sample_id)
        ),
    )


def _lock(round_year: int, stage: str, now: datetime) -> Sample:
    """Return the stage's sample, made if need be, held against other draws until the transaction ends."""
    Sample.objects.get_or_create(
        round_id=round_year, stage=stage, defaults={"drawn_at": now, "n_asked": 0, "n_excluded": 0}
    )
    sample = Sample.objects.select_for_update().get(round_id=round_year, stage=stage)
    if sample.frozen_at is not None:
        raise SampleIsFrozen(year=round_year)
    return sample


def _dates(this_round: RoundFacts) -> RuleDates:
    return RuleDates(
        counted_on=this_round.final_extract_on,
        opens_on=this_round.opens_on,
        closes_on=this_round.closes_on,
        months_in_training=this_round.months_in_training,
        more_than=this_round.more_than,
    )


def _store(sample: Sample, drawn: Draw, picks: Sequence[SupervisorChoice], *, now: datetime) -> None:
    """Put a draw in the place of the one before, set by set."""
    with connection.cursor() as cursor:
        for table in ("sample_samplemember", "sample_exclusion", "sample_supervisorpick"):
            cursor.execute(f"DELETE FROM {table} WHERE sample_id = %s", [sample.id])  # noqa: S608  names are our own
        cursor.execute(
            "INSERT INTO sample_samplemember (id, sample_id, contract_id, person_id, county_code, office_orgnr,"
            " establishment_orgnr, trade_code, trade_name, education_programme, gender, kind, profile)"
            " SELECT gen_random_uuid(), %s, id, person_id, county_code,"
            " CASE party_kind WHEN 'K' THEN party_orgnr ELSE '' END,"
            " CASE party_kind WHEN 'K' THEN member_orgnr ELSE party_orgnr END,"
            " programme_area, trade, education_programme, gender, kind, '{}'"
            " FROM register_contract WHERE id = ANY(%s)",
            [sample.id, [contract.id for contract in drawn.asked]],
        )
    copy_in(
        "sample_exclusion",
        ("sample_id", "contract_id", "reasons"),
        ((sample.id, row.contract.id, "+".join(row.reasons)) for row in drawn.excluded),
    )
    copy_in(
        "sample_supervisorpick",
        ("sample_id", "orgnr", "supervisor_id", "n_apprentices"),
        ((sample.id, pick.orgnr, pick.supervisor_id, pick.n_apprentices) for pick in picks),
    )
    sample.drawn_at, sample.n_asked, sample.n_excluded = now, len(drawn.asked), len(drawn.excluded)
    sample.save(update_fields=["drawn_at", "n_asked", "n_excluded"])


def _freeze(sample: Sample, *, minimum: int, now: datetime) -> None:
    """Give every member a profile coarse enough to ride inside a sealed ballot, and let the sample change no more."""
    ids, full = [], []
    rows = SampleMember.objects.filter(sample=sample).order_by("id")
    columns = (
        "id",
        "county_code",
        "office_orgnr",
        "establishment_orgnr",
        "education_programme",
        "trade_code",
        "gender",
        "kind",
    )
    for member_id, county, office, establishment, programme, trade, gender, kind in rows.values_list(*columns):
        ids.append(member_id)
        full.append(
            {
                "county": county,
                "office": office,
                "establishment": establishment,
                "programme": programme,
                "trade": trade,
                "gender": gender,
                "kind": kind,
            }
        )
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE coarse_profiles (id uuid, profile jsonb) ON COMMIT DROP")
        copy_in("coarse_profiles", ("id", "profile"), zip(ids, map(json.dumps, coarsen(full, minimum)), strict=True))
        cursor.execute(
            "UPDATE sample_samplemember AS member SET profile = coarse.profile FROM coarse_profiles AS coarse"
            " WHERE member.id = coarse.id"
        )
        cursor.execute("DROP TABLE coarse_profiles")
    require_one(Sample.objects.filter(id=sample.id, frozen_at=None).update(frozen_at=now))


def _write(path: Path, header: Sequence[str], lines: Iterable[Sequence[str | int]]) -> Path:
    path.touch(mode=0o600)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(header)
        writer.writerows(lines)
    return path
