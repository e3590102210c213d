"""What a draw is made of: the contracts of a stage, what NOR and NLR say, what the round sets, which files are in."""

from collections.abc import Iterator
from hashlib import sha256

from django.db.models import Q

from laerling.organisations import queries as organisations
from laerling.register.models import Contract, Extract
from laerling.rounds.rules import RoundFacts
from laerling.sample.rules import ContractFacts, Registers, RuleDates

FACTS = (
    "id",
    "number",
    "person_id",
    "kind",
    "approved_on",
    "starts_on",
    "ends_on",
    "interrupted_from",
    "interrupted_to",
    "end_code",
    "party_kind",
    "party_orgnr",
    "member_orgnr",
    "programme_area",
    "trade",
    "supervisor_id",
)


def contract_facts(round_year: int, stage: str) -> Iterator[ContractFacts]:
    """Yield what the rules look at in every contract of a stage, streamed."""
    rows = Contract.objects.filter(round_id=round_year, stage=stage).values_list(*FACTS)
    return (ContractFacts(*row) for row in rows.iterator(chunk_size=5_000))


def has_contracts(round_year: int, stage: str) -> bool:
    """Return whether a VIGO extract of the stage has brought contracts."""
    return Contract.objects.filter(round_id=round_year, stage=stage).exists()


def stages_in() -> tuple[tuple[int, str], ...]:
    """Return the rounds and stages that have contracts, the newest first, the final stage before the preliminary."""
    accepted = Extract.objects.filter(register="vigo", state__startswith="accepted")
    return tuple(accepted.values_list("round_id", "stage").order_by("-round_id", "stage").distinct())


def registers() -> Registers:
    """Return what NOR and NLR say now. They count for both stages."""
    return Registers(organisations.active_office_numbers(), organisations.approved_establishment_numbers())


def rule_dates(this_round: RoundFacts) -> RuleDates:
    """Return what a round sets for its sample."""
    return RuleDates(
        counted_on=this_round.final_extract_on,
        opens_on=this_round.opens_on,
        closes_on=this_round.closes_on,
        months_in_training=this_round.months_in_training,
        more_than=this_round.more_than,
    )


def files_in(round_year: int, stage: str) -> str:
    """Return what names the accepted files a draw of the stage rests on: one file more, and it is another.

    NOR and NLR are the whole country's, whichever round they were taken in for.
    """
    bears_on = Q(register="vigo", round_id=round_year, stage=stage) | Q(register__in=["nor", "nlr"])
    ids = Extract.objects.filter(bears_on, state__startswith="accepted").order_by("id").values_list("id", flat=True)
    return sha256("".join(map(str, ids)).encode()).hexdigest()
