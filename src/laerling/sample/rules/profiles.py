"""How coarse a profile must be before it may ride inside a sealed ballot. Pure.

A value is kept only where at least so many were invited sharing it and everything kept before it; where the rest
would be fewer than that, the smallest kept group is blanked too, so that nobody stands out by what is missing.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Final

# In the order of what must be kept first: the levels results are shown on, then what describes the training.
PROFILE_KEYS: Final = ("county", "office", "establishment", "programme", "trade", "gender", "kind", "year")

# Few are in training for longer; they count with those in their third year.
_LAST_YEAR: Final = 3

Profile = dict[str, str]


def training_year(starts_on: date | None, counted_on: date | None) -> str:
    """Return the year of training somebody is in, "1", "2" or "3" (the third and later), counted from the contract's start.

    "" where a date is not known. Interruptions are not taken off: the year is that of the contract.
    """
    if starts_on is None or counted_on is None or counted_on < starts_on:
        return ""
    whole = counted_on.year - starts_on.year - ((counted_on.month, counted_on.day) < (starts_on.month, starts_on.day))
    return str(min(_LAST_YEAR, whole + 1))


def coarsen(members: Sequence[Profile], minimum: int) -> list[Profile]:
    """Return a profile for each member, in the same order, with "" where a value is not kept.

    Every combination of kept values is shared by at least `minimum` members; where the members of counties that are
    too small are together fewer than that, they have no value at all.
    """
    profiles: list[Profile] = [{} for _ in members]
    groups = [list(range(len(members)))]
    for key in PROFILE_KEYS:
        split = [_split(members, group, key, minimum) for group in groups]
        for part in split:
            for value, indices in part.items():
                for index in indices:
                    profiles[index][key] = value
        groups = [indices for part in split for indices in part.values()]
    return profiles


def _split(members: Sequence[Profile], group: list[int], key: str, minimum: int) -> dict[str, list[int]]:
    """Part a group by the values of one key; those that are too few together under ""."""
    by_value: defaultdict[str, list[int]] = defaultdict(list)
    for index in group:
        by_value[members[index][key]].append(index)
    rest = by_value.pop("", [])
    for value in [value for value, indices in by_value.items() if len(indices) < minimum]:
        rest += by_value.pop(value)
    # A county is never given up for a neighbour's sake: the level exists by law, and small ones have no profile at all.
    while key != "county" and by_value and 0 < len(rest) < minimum:
        smallest = min(by_value, key=lambda value: (len(by_value[value]), value))
        rest += by_value.pop(smallest)
    return {**by_value, "": rest} if rest else dict(by_value)
