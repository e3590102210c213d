"""What an attacker has found, and what he makes of it: who may have dropped which ballot. Knows no truth."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

# Every sealed ballot begins so, and what follows is like no other's: a ballot is known by it wherever it lies.
BALLOT: Final = re.compile(rb"age-encryption\.org/v1\n-> X25519 ([A-Za-z0-9+/]{43})")

# person -> ballot
Claims = dict[str, str]


def ballot_id(sealed: bytes) -> str:
    """Return what a sealed ballot is known by."""
    found = BALLOT.match(sealed)
    return found[1].decode() if found else ""


@dataclass
class Evidence:
    """Transaction numbers that a person's and a ballot's traces carry, neighbours in files, and orders."""

    people: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    ballots: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    beside: Claims = field(default_factory=dict)
    people_in_order: dict[str, Sequence[str]] = field(default_factory=dict)
    ballots_in_order: dict[str, Sequence[str]] = field(default_factory=dict)

    def __or__(self, other: "Evidence") -> "Evidence":
        """Return all of both."""
        both = Evidence(
            beside=self.beside | other.beside,
            people_in_order=self.people_in_order | other.people_in_order,
            ballots_in_order=self.ballots_in_order | other.ballots_in_order,
        )
        for one in (self, other):
            for person, numbers in one.people.items():
                both.people[person] |= numbers
            for ballot, numbers in one.ballots.items():
                both.ballots[ballot] |= numbers
        return both


def methods(evidence: Evidence) -> dict[str, Claims]:
    """Return what each way of putting the evidence together claims."""
    claims = {"transaction": _by_transaction(evidence), "beside in a file": evidence.beside}
    for theirs, people in evidence.people_in_order.items():
        for its, ballots in evidence.ballots_in_order.items():
            claims[f"{theirs} / {its}"] = in_step(people, ballots)
    return claims


def best_by(known: Mapping[str, str], claims: Mapping[str, Claims]) -> str:
    """Return the method that does best on people whose ballot the attacker knows. He has nothing else to choose by."""
    return max(claims, key=lambda name: sum(claims[name].get(person) == ballot for person, ballot in known.items()))


def in_step(people: Sequence[str], others: Sequence[str]) -> Claims:
    """Pair two orders: the first with the first, the last with the last."""
    if not people or not others:
        return {}
    scale = len(others) / len(people)
    return {person: others[int(place * scale)] for place, person in enumerate(people)}


def _by_transaction(evidence: Evidence) -> Claims:
    """Pair a person with a ballot where both carry the number of a transaction and no other person or ballot does.

    Ballots that are paired are left out when one looks again: a page written whole to the log names its neighbours too.
    """
    people, ballots = _turned(evidence.people), _turned(evidence.ballots)
    shared = [number for number in people.keys() & ballots.keys() if len(people[number]) == 1]
    claims: Claims = {}
    n_before = -1
    while len(claims) > n_before:
        n_before, taken = len(claims), set(claims.values())
        for number in shared:
            (person,), left = people[number], ballots[number] - taken
            if len(left) == 1 and person not in claims:
                claims[person] = next(iter(left))
    return claims


def _turned(carried: Mapping[str, Iterable[int]]) -> Mapping[int, set[str]]:
    turned: defaultdict[int, set[str]] = defaultdict(set)
    for name, numbers in carried.items():
        for number in numbers:
            turned[number].add(name)
    return turned
