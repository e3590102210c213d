"""What codes are called in a round, and which units their people lie in. From the lists, never from the answers."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from laerling.release.rules.base import Profile
from laerling.release.rules.rows import LabelRow

# In which dimensions a code's people are looked up. Other dimensions' words are the portal's own.
_PARENTS: Final = {
    "county": (),
    "office": ("county",),
    "establishment": ("county", "office"),
    "programme": (),
    "trade": ("programme",),
}


def labels_of(
    listed: Mapping[Profile, int], dimensions: Sequence[str], names: Mapping[str, Mapping[str, str]]
) -> Iterator[LabelRow]:
    """Yield a label for every code that somebody asked has, by dimension and code; without a name the code itself."""
    for dimension, above in _PARENTS.items():
        if dimension not in dimensions:
            continue
        place = dimensions.index(dimension)
        wider = [(name, dimensions.index(name)) for name in above if name in dimensions]
        found: defaultdict[str, set[str]] = defaultdict(set)
        for profile in listed:
            if profile[place]:
                found[profile[place]].update(f"{name}:{profile[at]}" for name, at in wider if profile[at])
        for code in sorted(found):
            yield LabelRow(dimension, code, names.get(dimension, {}).get(code) or code, tuple(sorted(found[code])))
