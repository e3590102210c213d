"""Drawing and freezing a sample."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Final

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from laerling.audit import actions as audit
from laerling.kernel.db import copy_in, require_one
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.rounds import queries as rounds
from laerling.sample import queries
from laerling.sample.facts import kept_sql, rule_as_kept, standing
from laerling.sample.models import Sample
from laerling.sample.rules import (
    PROFILE_KEYS,
    Draw,
    Registers,
    RuleDates,
    SupervisorChoice,
    coarsen,
    supervisors,
    training_year,
)
from laerling.sample.rules import draw as draw_by_rules

_FACTS: Final = (
    f"{kept_sql('contract')} || jsonb_strip_nulls(jsonb_build_object('in_nor', drawn.in_nor, 'in_nlr', drawn.in_nlr))"
)
_OFFICE: Final = "CASE party_kind WHEN 'K' THEN party_orgnr ELSE '' END"
_ESTABLISHMENT: Final = "CASE party_kind WHEN 'K' THEN member_orgnr ELSE party_orgnr END"

# Rows lie together as they are read: by county and office.
_MEMBERS: Final = f"""
    INSERT INTO sample_samplemember (id, sample_id, contract_id, person_id, county_code, office_orgnr,
        establishment_orgnr, trade_code, trade_name, education_programme, gender, kind, profile, facts, count_date)
    SELECT gen_random_uuid(), %s, contract.id, person_id, county_code, {_OFFICE}, {_ESTABLISHMENT},
        programme_area, trade, education_programme, gender, kind, coalesce(profile, '{{}}'), {_FACTS},
        count_date
    FROM drawn JOIN register_contract AS contract ON contract.id = drawn.contract_id
    LEFT JOIN coarse_profiles USING (contract_id)
    WHERE reasons = '' ORDER BY county_code, {_OFFICE}, contract.number
"""  # noqa: S608  names are our own

_EXCLUSIONS: Final = f"""
    INSERT INTO sample_exclusion
        (sample_id, contract_id, reasons, person_id, county_code, office_orgnr, facts, count_date)
    SELECT %s, contract.id, reasons, person_id, county_code, {_OFFICE}, {_FACTS}, count_date
    FROM drawn JOIN register_contract AS contract ON contract.id = drawn.contract_id
    WHERE reasons <> '' ORDER BY county_code, {_OFFICE}, contract.number
"""  # noqa: S608  names are our own

# What a profile is made of, in the order of PROFILE_KEYS.
_FULL_PROFILES: Final = f"""
    SELECT contract.id, county_code, {_OFFICE}, {_ESTABLISHMENT}, education_programme, programme_area, gender, kind,
        starts_on, count_date
    FROM drawn JOIN register_contract AS contract ON contract.id = drawn.contract_id
    WHERE reasons = '' ORDER BY contract.number
"""  # noqa: S608  names are our own


class SampleIsFrozen(Refusal):
    """The final sample is drawn once."""

    code = "sample_is_frozen"
    sentence = _("The final sample of %(year)s is drawn and frozen. It is not drawn again.")


class NothingToDraw(Refusal):
    """No contracts to draw from."""

    code = "nothing_to_draw"
    sentence = _("There are no contracts to draw from. Take in the VIGO extract of this round and stage first.")


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
    _hold_registers(round_year)
    drawn_from = queries.files_in(round_year, stage)
    dates, registers = queries.rule_dates(this_round), queries.registers()
    contracts = list(queries.contract_facts(round_year, stage))
    if not contracts:
        raise NothingToDraw
    drawn = draw_by_rules(contracts, dates=dates, registers=registers)
    picks = supervisors(contracts, dates=dates, registers=registers)
    _store(sample, drawn, picks, registers, minimum=this_round.profile_minimum if stage == "final" else None)
    _write_down(sample, drawn, dates, drawn_from=drawn_from, now=now)
    if stage == "final":
        require_one(Sample.objects.filter(id=sample.id, frozen_at=None).update(frozen_at=now))
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


def draw_if_newer(*, round_year: int, by: Actor, now: datetime) -> DrawReceipt | None:
    """Draw the preliminary sample anew where register files came in after it was drawn; return None where none did.

    Once the final extract is in, the preliminary list stays as the counties last saw it.
    """
    if queries.has_contracts(round_year, "final") or not queries.has_contracts(round_year, "preliminary"):
        return None
    known = Sample.objects.filter(round_id=round_year, stage="preliminary").values_list("drawn_from", flat=True).first()
    if known == queries.files_in(round_year, "preliminary"):
        return None
    return draw(round_year=round_year, stage="preliminary", by=by, now=now)


def _lock(round_year: int, stage: str, now: datetime) -> Sample:
    """Return the stage's sample, made if need be, held against other draws until the transaction ends."""
    Sample.objects.get_or_create(
        round_id=round_year, stage=stage, defaults={"drawn_at": now, "n_asked": 0, "n_excluded": 0}
    )
    sample = Sample.objects.select_for_update().get(round_id=round_year, stage=stage)
    if sample.frozen_at is not None:
        raise SampleIsFrozen(year=round_year)
    return sample


def _hold_registers(round_year: int) -> None:
    """Let no file in while a sample is drawn: an import takes the same lock, so what decides is what is kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"register:{round_year}"])


def _store(
    sample: Sample, drawn: Draw, picks: Sequence[SupervisorChoice], registers: Registers, *, minimum: int | None
) -> None:
    """Put a draw in the place of the one before, set by set, with what decided kept beside each contract.

    With `minimum`, every member has a profile shared by at least so many, to ride inside a sealed ballot.
    """
    asked = ((contract.id, "", *standing(contract, registers)) for contract in drawn.asked)
    left_out = ((row.contract.id, "+".join(row.reasons), *standing(row.contract, registers)) for row in drawn.excluded)
    with connection.cursor() as cursor:
        for table in ("sample_samplemember", "sample_exclusion", "sample_supervisorpick"):
            cursor.execute(f"DELETE FROM {table} WHERE sample_id = %s", [sample.id])  # noqa: S608  names are our own
        cursor.execute(
            "CREATE TEMP TABLE drawn (contract_id bigint, reasons text, in_nor boolean, in_nlr boolean) ON COMMIT DROP"
        )
        copy_in("drawn", ("contract_id", "reasons", "in_nor", "in_nlr"), chain(asked, left_out))
        cursor.execute("CREATE TEMP TABLE coarse_profiles (contract_id bigint, profile jsonb) ON COMMIT DROP")
        if minimum is not None:
            copy_in("coarse_profiles", ("contract_id", "profile"), _coarse_profiles(minimum))
        cursor.execute("ANALYZE drawn, coarse_profiles")
        cursor.execute(_MEMBERS, [sample.id])
        cursor.execute(_EXCLUSIONS, [sample.id])
        cursor.execute("DROP TABLE drawn, coarse_profiles")
    copy_in(
        "sample_supervisorpick",
        ("sample_id", "orgnr", "supervisor_id", "n_apprentices"),
        ((sample.id, pick.orgnr, pick.supervisor_id, pick.n_apprentices) for pick in picks),
    )


def _write_down(sample: Sample, drawn: Draw, dates: RuleDates, *, drawn_from: str, now: datetime) -> None:
    sample.drawn_at, sample.drawn_from, sample.marked_from = now, drawn_from, drawn_from
    sample.n_asked, sample.n_excluded = len(drawn.asked), len(drawn.excluded)
    sample.rule = rule_as_kept(dates)
    sample.save(update_fields=["drawn_at", "drawn_from", "marked_from", "n_asked", "n_excluded", "rule"])


def _coarse_profiles(minimum: int) -> Iterable[tuple[int, str]]:
    """Return the profile of everyone asked, by contract, each shared by at least `minimum`."""
    with connection.cursor() as cursor:
        cursor.execute(_FULL_PROFILES)
        rows = cursor.fetchall()
    full = [
        dict(zip(PROFILE_KEYS, (*values, training_year(starts_on, counted_on)), strict=True))
        for _id, *values, starts_on, counted_on in rows
    ]
    return zip((row[0] for row in rows), map(json.dumps, coarsen(full, minimum)), strict=True)
