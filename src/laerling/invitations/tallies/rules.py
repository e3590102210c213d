"""What is counted, what of it may be shown, and when a figure may move: pure decisions on numbers."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import Final

from laerling.invitations.rules import SMALLEST_GROUP_SHOWN, hidden_codes, shown

# In a crowd nobody is seen: where so many are counted together, and so many beside them, a figure follows the answers
# every ten minutes. Smaller ones move in steps of five, or once a day (decision 24).
CROWD: Final = 100
STEP: Final = SMALLEST_GROUP_SHOWN
# The code of those parts that are too small to stand alone, together.
OTHERS: Final = "~"

WHOLE: Final = "whole"
DIVISIONS: Final = ("county", "office", "establishment", "trade")
# Every part of these is listed, small ones with their answers hidden; of the others only the large ones are.
LISTED: Final = frozenset({"county", "office"})

Place = tuple[str, str, str, str]
Part = tuple[str, str]


@dataclass(slots=True)
class Figures:
    """Numbers of one group: invited, had a message, had e-mail, had SMS, without usable address, answered."""

    n_invited: int = 0
    n_reached: int = 0
    n_email: int = 0
    n_sms: int = 0
    n_no_address: int = 0
    n_answered: int = 0

    def add(self, other: "Figures") -> None:
        """Count another group in."""
        self.n_invited += other.n_invited
        self.n_reached += other.n_reached
        self.n_email += other.n_email
        self.n_sms += other.n_sms
        self.n_no_address += other.n_no_address
        self.n_answered += other.n_answered


@dataclass(frozen=True, slots=True)
class FinestGroup:
    """The finest group that is counted: county, office, establishment and trade, in the order of DIVISIONS."""

    place: Place
    figures: Figures


@dataclass(frozen=True, slots=True)
class Counted:
    """One part as it may be shown. `is_live`: whether its answers may follow the day, or move once a day."""

    part: Part
    figures: Figures
    shows_answers: bool
    is_live: bool


def by_unit(cells: Iterable[FinestGroup]) -> dict[Part, list[FinestGroup]]:
    """Return the cells of every unit: the nation, each county, each office."""
    units: defaultdict[Part, list[FinestGroup]] = defaultdict(list)
    for cell in cells:
        county, office = cell.place[:2]
        units["nation", ""].append(cell)
        units["county", county].append(cell)
        if office:
            units["office", office].append(cell)
    return units


def counted(cells: Collection[FinestGroup], *, unit_kind: str) -> Iterator[Counted]:
    """Yield a unit's whole and its parts, with what may be shown of each."""
    divisions = [name for name in DIVISIONS if name != unit_kind]
    groups = {name: _groups(cells, DIVISIONS.index(name)) for name in divisions}
    whole = Figures()
    for cell in cells:
        whole.add(cell.figures)
    yield Counted((WHOLE, ""), whole, shown(whole.n_invited), is_live=whole.n_invited >= CROWD)
    hidden = _hidden(cells, groups)
    for name, found in groups.items():
        if name in LISTED:
            yield from _listed(name, found, hidden[name])
        else:
            yield from _folded(name, found, hidden[name])


def moved(before: int | None, counted_now: int, *, is_live: bool, is_whole: bool, is_new_day: bool) -> int:
    """Return the number of answers that is shown after a count, given the number that was shown before it.

    A whole unit that is no crowd moves in steps of five, a part of it when a new day has begun: so that nobody who
    looks again and again sees one person answer.
    """
    if before is None or is_live or is_new_day:
        return counted_now
    return counted_now if is_whole and abs(counted_now - before) >= STEP else before


def _groups(cells: Iterable[FinestGroup], position: int) -> dict[str, Figures]:
    groups: defaultdict[str, Figures] = defaultdict(Figures)
    for cell in cells:
        groups[cell.place[position]].add(cell.figures)
    return dict(groups)


def _listed(name: str, groups: Mapping[str, Figures], hidden: Collection[str]) -> Iterator[Counted]:
    live = _live({code: one.n_invited for code, one in groups.items() if code not in hidden}, groups)
    for code, figures in groups.items():
        yield Counted((name, code), figures, code not in hidden, code in live)


def _folded(name: str, groups: Mapping[str, Figures], hidden: Collection[str]) -> Iterator[Counted]:
    """Yield the parts that may stand alone, and all others as one. They overlap with other divisions: never live."""
    others = Figures()
    for code, figures in groups.items():
        if code in hidden:
            others.add(figures)
        else:
            yield Counted((name, code), figures, shows_answers=True, is_live=False)
    if others.n_invited:
        yield Counted((name, OTHERS), others, shown(others.n_invited), is_live=False)


def _live(sizes: Mapping[str, int], groups: Mapping[str, Figures]) -> set[str]:
    """Return the parts that are crowds, as long as what is left beside them is a crowd as well, or nobody."""
    live = sorted((code for code, n in sizes.items() if n >= CROWD), key=lambda code: (-sizes[code], code))
    total = sum(one.n_invited for one in groups.values())
    while live and 0 < total - sum(sizes[code] for code in live) < CROWD:
        live.pop()
    return set(live)


def _hidden(cells: Collection[FinestGroup], groups: Mapping[str, Mapping[str, Figures]]) -> dict[str, set[str]]:
    """Return the parts of each division whose answers are hidden.

    Small ones, and one more where they could be reckoned; and where a group lies within another and only a few are left
    between the two, the lesser of them: an office's total less its one large establishment would tell of the rest.
    """
    sizes = {name: {code: one.n_invited for code, one in found.items()} for name, found in groups.items()}
    forced: dict[str, set[str]] = {name: set() for name in groups}
    within = {(fine, coarse): _within(cells, fine, coarse, sizes[fine]) for fine, coarse in permutations(groups, 2)}
    while True:
        hidden = {name: hidden_codes(sizes[name], forced=forced[name]) for name in groups}
        told = _told(within, sizes, hidden)
        if not told:
            return hidden
        forced = {name: hidden[name] | {code for division, code in told if division == name} for name in groups}


def _within(cells: Iterable[FinestGroup], fine: str, coarse: str, sizes: Mapping[str, int]) -> dict[str, list[str]]:
    """Return which groups of one division lie wholly within which group of another."""
    first, second = DIVISIONS.index(fine), DIVISIONS.index(coarse)
    both: defaultdict[tuple[str, str], int] = defaultdict(int)
    for cell in cells:
        both[cell.place[first], cell.place[second]] += cell.figures.n_invited
    found: defaultdict[str, list[str]] = defaultdict(list)
    for (code, around), n in both.items():
        if n == sizes[code]:
            found[around].append(code)
    return found


def _told(
    within: Mapping[Part, Mapping[str, list[str]]],
    sizes: Mapping[str, Mapping[str, int]],
    hidden: Mapping[str, Collection[str]],
) -> set[Part]:
    """Return parts whose answers, taken from those of a shown group around them, would tell of fewer than five."""
    told = set()
    for (fine, coarse), found in within.items():
        for around, codes in found.items():
            inside = [code for code in codes if code not in hidden[fine]]
            rest = sizes[coarse][around] - sum(sizes[fine][code] for code in inside)
            if inside and around not in hidden[coarse] and not shown(rest):
                told.add((fine, min(inside, key=lambda code: (sizes[fine][code], code))))
    return told
