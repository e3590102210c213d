"""What a release is made from: everyone who answered, coarse, and how many were asked of each profile."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Profile = tuple[str, ...]
Texts = NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Base:
    """A round's respondents by column, and those asked.

    `profile` holds one code per dimension and respondent ("" = none or blanked), `answers` one answer per question and
    respondent (0 = skipped). `asked` counts all who were asked by profile, in the same dimensions and codes: whoever is
    blanked among those who answered must be blanked there too (`as_opened`). `listed` counts the same people as the
    lists have them: it tells which groups there are, never how many answered.
    """

    dimensions: tuple[str, ...]
    profile: Mapping[str, Texts]
    answers: Mapping[str, NDArray[np.integer]]
    asked: Mapping[Profile, int]
    listed: Mapping[Profile, int]

    @property
    def n(self) -> int:
        """How many answered."""
        return len(self.profile[self.dimensions[0]])

    def answered(self) -> Counter[Profile]:
        """Return how many answered, by profile."""
        columns = [self.profile[name].tolist() for name in self.dimensions]
        return Counter(zip(*columns, strict=True))


def as_opened(listed: Mapping[Profile, int], answered: Mapping[Profile, int]) -> Counter[Profile]:
    """Return how many were asked, by profile as coarse as the opened answers are.

    Opening keeps a value for all who share it and everything before it, or for none (`sample.rules.profiles`). So a
    value of somebody asked is kept exactly where it stands after the same values among those who answered.
    """
    known = {profile[:length] for profile in answered for length in range(1, len(profile) + 1)}
    found: Counter[Profile] = Counter()
    for profile, n in listed.items():
        kept: Profile = ()
        for value in profile:
            kept = (*kept, value) if (*kept, value) in known else (*kept, "")
        found[kept] += n
    return found


def used_dimensions(dimensions: Sequence[str], profile: Mapping[str, Texts]) -> tuple[str, ...]:
    """Return the dimensions in which anybody has a value: the others part nobody from anybody."""
    return tuple(name for name in dimensions if name in profile and bool((profile[name] != "").any()))
