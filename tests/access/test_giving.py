"""Nobody gives more than they have to give: tables, and ten thousand random sequences over invented trees."""

import random
from datetime import date, timedelta

import pytest

from laerling.access.policy import ALL_TASKS
from laerling.access.rules import Held, Lattice, Wanted, giveable, may_end, may_give
from laerling.access.types import NATION, Unit

TODAY = date(2026, 9, 1)
VESTLAND, OSLO = Unit("county", "46"), Unit("county", "03")
GOVERNOR, OFFICE = Unit("governor", "vestland"), Unit("office", "312345678")
UNITS = Lattice(
    governors=frozenset({"vestland", "oslo"}),
    counties=frozenset({"46", "03", "12"}),
    governor_of={"46": "vestland", "03": "oslo"},
    county_of={"312345678": "46"},
    heirs={"12": ["46"]},
)
COUNTY_TASKS = giveable("county")


def _held(unit=VESTLAND, gives=COUNTY_TASKS, first=date(2026, 1, 1), to=None):
    return Held(unit, frozenset(gives), first, to)


def _wanted(role="orderer", unit=VESTLAND, gives=(), first=TODAY, to=None, account="kari"):
    return Wanted(account, role, unit, frozenset(gives), first, to)


def _may(held, wanted, giver="ola"):
    return may_give(giver, [held], wanted, UNITS.above(wanted.unit), on=TODAY)


@pytest.mark.parametrize(
    ("held", "wanted", "may"),
    [
        (_held(), _wanted(), True),
        (_held(), _wanted(unit=OFFICE), True),
        (_held(), _wanted(unit=OSLO), False),
        (_held(), _wanted(unit=GOVERNOR, role="support"), False),
        (_held(unit=GOVERNOR), _wanted(), True),
        (_held(unit=GOVERNOR), _wanted(unit=OFFICE), True),
        (_held(unit=GOVERNOR), _wanted(unit=OSLO), False),
        (_held(unit=NATION, gives=giveable("nation")), _wanted(unit=OSLO), True),
        (_held(unit=NATION, gives=giveable("nation")), _wanted(unit=NATION, role="steering"), True),
        (_held(unit=OFFICE), _wanted(), False),
        (_held(), _wanted(unit=Unit("county", "12")), True),
        (_held(unit=OSLO), _wanted(unit=Unit("county", "12")), False),
    ],
)
def test_giving_reaches_ones_own_unit_and_those_below(held, wanted, may):
    assert _may(held, wanted) is may


@pytest.mark.parametrize(
    ("held", "wanted", "may"),
    [
        (_held(gives={"support"}), _wanted(), False),
        (_held(gives={"orderer"}), _wanted(), True),
        (_held(gives={"orderer"}), _wanted(role="user_administrator", gives={"orderer"}), False),
        (_held(gives={"orderer", "user_administrator"}), _wanted(role="user_administrator", gives={"orderer"}), True),
        (_held(gives={"orderer", "user_administrator"}), _wanted(role="user_administrator", gives={"support"}), False),
        (_held(), _wanted(role="steering"), False),
        (_held(gives=giveable("nation"), unit=NATION), _wanted(role="steering"), False),
        (_held(), _wanted(gives={"orderer"}), False),
    ],
)
def test_nobody_gives_a_task_they_may_not_give_on(held, wanted, may):
    assert _may(held, wanted) is may


@pytest.mark.parametrize(
    ("held_to", "first", "to", "may"),
    [
        (None, TODAY, None, True),
        (None, TODAY - timedelta(days=1), None, False),
        (None, TODAY + timedelta(days=9), None, True),
        (None, TODAY, TODAY, False),
        (date(2026, 12, 1), TODAY, None, False),
        (date(2026, 12, 1), TODAY, date(2026, 12, 1), True),
        (date(2026, 12, 1), TODAY, date(2026, 12, 2), False),
        (TODAY, TODAY, TODAY + timedelta(days=1), False),
    ],
)
def test_nobody_gives_for_longer_than_they_hold(held_to, first, to, may):
    assert _may(_held(to=held_to), _wanted(first=first, to=to)) is may


def test_nobody_gives_to_themselves_or_ends_their_own():
    own = _wanted(account="ola")
    assert not _may(_held(), own)
    assert not may_end("ola", [_held()], own, UNITS.above(VESTLAND), on=TODAY)


def test_who_may_not_give_for_so_long_may_still_end():
    assert may_end("ola", [_held(to=date(2026, 10, 1))], _wanted(), UNITS.above(VESTLAND), on=TODAY)


def _tree(chance):
    """Make up a country: state administrators, counties of which some are dissolved, offices."""
    governors = [f"g{n}" for n in range(chance.randint(1, 2))]
    counties = [f"c{n}" for n in range(chance.randint(2, 5))]
    gone = set(chance.sample(counties[:-1], chance.randint(0, len(counties) // 2)))
    standing = [one for one in counties if one not in gone]
    return Lattice(
        frozenset(governors),
        frozenset(counties),
        {one: chance.choice(governors) for one in standing if chance.random() < 0.9},
        {f"o{n}": chance.choice(counties) for n in range(chance.randint(1, 4))},
        {one: chance.sample(standing, chance.randint(1, len(standing))) for one in gone},
    )


def _is_below(tree, lower, upper):
    """Return the same as the rules, found another way: by asking downwards from the top."""
    if upper in {lower, NATION}:
        return True
    if upper.kind == "governor":
        theirs = [Unit("county", code) for code, governor in tree.governor_of.items() if governor == upper.code]
        return any(_is_below(tree, lower, county) for county in theirs)
    if upper.kind == "county":
        inherited = [Unit("county", old) for old, heirs in tree.heirs.items() if upper.code in heirs]
        offices = [Unit("office", orgnr) for orgnr, county in tree.county_of.items() if county == upper.code]
        return lower in offices or any(_is_below(tree, lower, old) for old in inherited)
    return False


def _days(first, to, horizon):
    return {first + timedelta(days=n) for n in range(((to or horizon) - first).days)}


HORIZON = TODAY + timedelta(days=40)


def _has_it_to_give(tree, given, giver, wanted, on):
    """Say day by day whether somebody has what they want to give."""
    if giver == wanted.account:
        return False
    needed = {wanted.role, *wanted.gives}
    return any(
        on in _days(held.valid_from, held.valid_to, HORIZON)
        and _is_below(tree, wanted.unit, held.unit)
        and needed <= held.gives
        and _days(wanted.valid_from, wanted.valid_to, HORIZON) <= _days(held.valid_from, held.valid_to, HORIZON)
        and not (wanted.valid_to is None and held.valid_to is not None)
        for account, held in given
        if account == giver
    )


def _made_up(chance, tree, people, on):
    units = [NATION, *(Unit(k, c) for k, codes in _codes(tree) for c in codes)]
    unit, role = chance.choice(units), chance.choice(sorted(giveable("nation")))
    first = on + timedelta(days=chance.randint(-1, 3))
    to = chance.choice([None, first + timedelta(days=chance.randint(0, 20))])
    gives = chance.sample(sorted(giveable("nation")), chance.randint(0, 4)) if role == "user_administrator" else []
    return Wanted(chance.choice(people), role, unit, frozenset(gives), first, to)


def _codes(tree):
    return (("governor", sorted(tree.governors)), ("county", sorted(tree.counties)), ("office", sorted(tree.county_of)))


@pytest.mark.parametrize("seed", range(10))
def test_no_sequence_of_giving_and_ending_lets_anybody_have_more_than_was_given_them(seed):
    chance, people = random.Random(seed), [f"p{n}" for n in range(5)]
    n_given = 0
    for _sequence in range(1_000):
        tree, on = _tree(chance), TODAY
        root = Held(
            NATION, frozenset(chance.sample(sorted(giveable("nation")), 5)), TODAY, chance.choice([None, HORIZON])
        )
        given = [("p0", root)]
        for _step in range(12):
            on += timedelta(days=chance.randint(0, 1))
            if chance.random() < 0.2 and len(given) > 1:
                given.pop(chance.randrange(1, len(given)))
                continue
            giver, wanted = chance.choice(people), _made_up(chance, tree, people, on)
            held = [one for account, one in given if account == giver]
            may = may_give(giver, held, wanted, tree.above(wanted.unit), on=on)
            sound = wanted.role in ALL_TASKS[wanted.unit.kind] and wanted.gives <= giveable(wanted.unit.kind)
            if may:
                n_given += 1
                assert _has_it_to_give(tree, given, giver, wanted, on)
                assert _is_below(tree, wanted.unit, root.unit)
                assert {wanted.role, *wanted.gives} <= root.gives
                assert root.valid_to is None or (wanted.valid_to is not None and wanted.valid_to <= root.valid_to)
            elif sound and wanted.valid_from >= on and wanted.valid_to != wanted.valid_from:
                assert not _has_it_to_give(tree, given, giver, wanted, on)
            if may and wanted.role == "user_administrator":
                given.append((wanted.account, Held(wanted.unit, wanted.gives, wanted.valid_from, wanted.valid_to)))
    assert n_given > 500
