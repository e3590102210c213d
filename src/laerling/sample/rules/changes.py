"""What a later extract says of somebody on the locked list: the three things that are marked. Pure."""

from dataclasses import dataclass
from typing import Final, Literal

from laerling.sample.rules.asked import ContractFacts, RuleDates, establishment_of, office_of, touches_answering

ChangeKind = Literal["interrupted", "ended", "moved"]
CHANGE_KINDS: Final[tuple[ChangeKind, ...]] = ("interrupted", "ended", "moved")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed after the list was locked.

    `what` holds the new values by our names for the register's columns: dates as ISO, numbers of organisations, codes.
    """

    kind: ChangeKind
    what: dict[str, str]


def changes(
    drawn: ContractFacts, now: ContractFacts, *, counties: tuple[str, str], ended_on: str, dates: RuleDates
) -> tuple[Change, ...]:
    """Return what is new in a contract since it was drawn: interrupted in the answering days, ended, or moved.

    `counties` are the county then and now; `ended_on` the day the contract ended, ISO, empty where it is not registered.
    """
    found = []
    if touches_answering(now, dates) and not touches_answering(drawn, dates):
        days = {"interrupted_from": now.interrupted_from, "interrupted_to": now.interrupted_to}
        found.append(Change("interrupted", {name: day.isoformat() for name, day in days.items() if day}))
    if now.end_code and not drawn.end_code:
        found.append(Change("ended", {"end_code": now.end_code} | ({"ended_on": ended_on} if ended_on else {})))
    places = {
        "county_code": counties,
        "office_orgnr": (office_of(drawn), office_of(now)),
        "establishment_orgnr": (establishment_of(drawn), establishment_of(now)),
    }
    if moved := {name: after for name, (before, after) in places.items() if after != before}:
        found.append(Change("moved", moved))
    return tuple(found)
