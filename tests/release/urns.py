"""Rounds that were answered here: invited, answered, closed, opened by two key holders, as the season has them."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from tests.release import population
from tests.responses.round import set_clock, solved

from laerling.invitations import actions as invitations
from laerling.invitations.keys import link_key
from laerling.invitations.models import Invitation
from laerling.invitations.tokens import token
from laerling.kernel.types import SYSTEM
from laerling.questionnaire import queries as questionnaires
from laerling.register.models import Contract, Extract
from laerling.responses import actions, answering, opening
from laerling.rounds import actions as rounds_actions
from laerling.rounds import queries as rounds
from laerling.sample.models import Sample, SampleMember
from laerling.sample.rules import PROFILE_KEYS, coarsen

# Six and eight are enough to be named in an opened urn, and too few for much of what they answered; four are not.
SIX, EIGHT, FOUR = "312345677", "312345678", population.TINY
# What all of the eight answer alike, both years.
ALIKE = "thriving"
BEFORE = (
    ("46", population.BIG, 20, 24),
    ("46", SIX, 6, 9),
    ("46", EIGHT, 8, 9),
    ("46", FOUR, 4, 9),
    ("46", "", 14, 20),
    ("11", population.OTHER, 16, 20),
    ("11", "", 12, 18),
)
NOW = tuple((county, office, n, n_asked + 1) for county, office, n, n_asked in BEFORE)

_numbers = count(1)


def two_seasons(folder):
    """Hold the rounds of 2025 and 2026; return when the answers of the second came in."""
    answered_here(2025, BEFORE, questionnaire="apprentice-2020", folder=folder, seed=11)
    return answered_here(2026, NOW, questionnaire="apprentice-2026", folder=folder, seed=12)


def answered_here(year, groups, *, questionnaire, folder, seed):
    """Hold a round from its key to its opened answers. `groups` as in `population`; return when the answers came in."""
    october = datetime(year, 10, 20, 8, tzinfo=UTC)
    rounds_actions.ensure_standard_round(year=year, questionnaire=questionnaire, by=SYSTEM, now=october)
    set_clock(october)
    keys = actions.make_round_key(round_year=year, to=folder / f"keys-{year}", by=SYSTEM, now=october).files
    riddle = actions.make_challenge(round_year=year, by=SYSTEM, now=october)
    actions.prove(round_year=year, answer=solved(riddle, *keys[:2]), by=SYSTEM, now=october)
    _invite(year, groups, october)
    people = population.base(questionnaires.published(questionnaire), groups=groups, seed=seed)
    people.answers[ALIKE][people.profile["office"] == EIGHT] = 5
    _answer(year, groups, people)
    closed = rounds.get(year).closes_at + timedelta(minutes=1)
    set_clock(closed)
    actions.close(round_year=year, by=SYSTEM, now=closed)
    actions.export_urn(round_year=year, to=folder / f"urn-{year}", by=SYSTEM, now=closed)
    opening.open_urn(urn=folder / f"urn-{year}", keys=keys[:2], to=folder / f"opened-{year}", silent=True)
    actions.record_destroyed(
        round_year=year, what="backup_key", destroyed_at=closed, how="Shredded.", witness="Kari", by=SYSTEM, now=closed
    )
    actions.import_opened(round_year=year, file=folder / f"opened-{year}", by=SYSTEM, now=closed)
    return closed


def _invite(year, groups, now):
    """Freeze a sample of everybody, profiles as coarse as a draw leaves them, and make their invitations."""
    asked = [(county, office) for county, office, _answered, n in groups for _ in range(n)]
    extract = Extract.objects.create(
        round_id=year, register="vigo", stage="final", sha256=f"{year:064}", count_date=date(year, 10, 1),
        state="accepted", n_rows=0, n_new=0, n_changed=0, n_unchanged=0, n_set_aside=0, received_at=now, decided_at=now,
        by_label="",
    )  # fmt: skip
    contracts = Contract.objects.bulk_create(_contract(extract, county, office) for county, office in asked)
    sample = Sample.objects.create(
        round_id=year, stage="final", drawn_at=now, frozen_at=now, n_asked=len(asked), n_excluded=0
    )
    full = [dict.fromkeys(PROFILE_KEYS, "") | {"county": county, "office": office} for county, office in asked]
    SampleMember.objects.bulk_create(
        SampleMember(
            sample=sample,
            contract=contract,
            person_id=contract.person_id,
            county_code=contract.county_code,
            office_orgnr=contract.party_orgnr if contract.party_kind == "K" else "",
            profile=profile,
        )
        for contract, profile in zip(contracts, coarsen(full, rounds.get(year).profile_minimum), strict=True)
    )
    invitations.create_invitations(round_year=year, by=SYSTEM, now=now)


def _contract(extract, county, office):
    number = next(_numbers)
    return Contract(
        round_id=extract.round_id, extract=extract, stage="final", number=f"U{number}", county_code=county,
        count_date=extract.count_date, person_id=f"U{number}", birth_year=2008, gender="K", name=f"Kari Nr{number}",
        email=f"u{number}@eksempel.no", email_state="ok", mobile_state="missing", supervisor_email_state="missing",
        supervisor_mobile_state="missing", written_form="nb", kind="L", programme_area="TOMRE3----", trade="Tømrerfaget",
        starts_on=date(2025, 8, 1), ends_on=date(2027, 7, 31), party_kind="K" if office else "B",
        party_orgnr=office or "312000023",
    )  # fmt: skip


def _answer(year, groups, people):
    """Let as many of each group answer as did, over their own links."""
    waiting = {}
    for one in Invitation.objects.filter(round_id=year).order_by("member_id"):
        waiting.setdefault((one.county_code, one.office_orgnr), []).append(
            token(link_key(year), one.pk, one.generation)
        )
    row = 0
    for county, office, n_answered, _asked in groups:
        for _ in range(n_answered):
            link = waiting[county, office].pop()
            given = {code: int(column[row]) for code, column in people.answers.items() if column[row]}
            assert answering.submit(link, answering.look_up(link), given).state == "answered"
            row += 1
