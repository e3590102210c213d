"""The plan of a release: what is published, and the rules it must satisfy, read from TOML."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class NotPossible(Exception):
    """The plan or the microdata cannot be used: one sentence for the person who can mend it, never a value."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Thresholds, in persons (M24 and the release's rule set of 2026); the defaults are the strictest.

    `minimum`: answers behind any figure. `sensitive_minimum`: the same for sensitive items. `few`: a group of fewer is
    small, and all but one alike hides it. `nearly_all`: with fewer who skipped the item, almost everybody answered, and
    all but two alike hides a group of fewer than `nearly_all_few`. `band`: width of a sensitive item's bands.
    """

    minimum: int = 5
    sensitive_minimum: int = 10
    few: int = 10
    nearly_all: int = 3
    nearly_all_few: int = 15
    band: int = 4


LEAST = {"minimum": 3, "sensitive_minimum": 3, "few": 0, "nearly_all": 0, "nearly_all_few": 0, "band": 4}
# No setting is more: nobody asks so many people.
MOST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Item:
    """An item answered by 1 … `categories`, or skipped."""

    code: str
    categories: int
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Dimensions, tables (dimensions by position, in the order they are listed) and items."""

    dimensions: tuple[str, ...]
    tables: tuple[tuple[int, ...], ...]
    items: tuple[Item, ...]
    rules: Rules = Rules()


def read_plan(path: Path) -> Plan:
    """Return the plan in a TOML file. Raises NotPossible."""
    try:
        text = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as fault:
        raise NotPossible(f"There is no plan {path.name}.") from fault
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise NotPossible(f"The plan {path.name} cannot be read as TOML.") from fault
    return plan_of(text)


def plan_of(text: Mapping[str, Any]) -> Plan:
    """Return the plan said by the parsed TOML. Raises NotPossible."""
    unknown = sorted(set(text) - {"dimensions", "tables", "items", *LEAST})
    if unknown:
        raise NotPossible(f"The plan has a setting that is not known: {unknown[0]}.")
    dimensions = text.get("dimensions", [])
    if not isinstance(dimensions, list) or not all(isinstance(name, str) for name in dimensions):
        raise NotPossible("The plan's dimensions must be a list of names.")
    if len(set(dimensions)) < len(dimensions):
        raise NotPossible("The plan names a dimension twice.")
    tables = text.get("tables", [])
    if not isinstance(tables, list) or not tables or not all(isinstance(table, list) for table in tables):
        raise NotPossible("The plan's tables must be a list of lists of dimensions, with one table at least.")
    placed = tuple(dict.fromkeys(_table(table, dimensions) for table in tables))
    items = text.get("items", {})
    if not isinstance(items, dict) or not items:
        raise NotPossible("The plan has no items: write [items.CODE] with categories = N.")
    return Plan(tuple(dimensions), placed, tuple(_item(code, said) for code, said in items.items()), _rules(text))


def _table(table: list[Any], dimensions: list[str]) -> tuple[int, ...]:
    for name in table:
        if name not in dimensions:
            raise NotPossible(f"A table of the plan has a dimension that is not among its dimensions: {name}.")
    if len(set(table)) < len(table):
        raise NotPossible(f"A table of the plan has a dimension twice: {'*'.join(table)}.")
    return tuple(dimensions.index(name) for name in table)


def _item(code: str, said: Any) -> Item:
    if not isinstance(said, dict) or set(said) - {"categories", "sensitive"}:
        raise NotPossible(f"Item {code} takes categories and sensitive, nothing else.")
    categories, sensitive = said.get("categories"), said.get("sensitive", False)
    if type(categories) is not int or not 2 <= categories <= 100:  # noqa: PLR2004  a scale has 2 … 100 answers
        raise NotPossible(f"Item {code} needs categories, a whole number from 2 to 100.")
    if type(sensitive) is not bool:
        raise NotPossible(f"Item {code}: sensitive is true or false.")
    return Item(code, categories, sensitive)


def _rules(text: Mapping[str, Any]) -> Rules:
    said = {name: text[name] for name in LEAST if name in text}
    for name, value in said.items():
        if type(value) is not int or not LEAST[name] <= value <= MOST:
            raise NotPossible(f"The plan's {name} must be a whole number, {LEAST[name]} at least and {MOST} at most.")
    rules = Rules(**said)
    if rules.sensitive_minimum < rules.minimum:
        raise NotPossible("The plan's sensitive_minimum must be minimum at least.")
    return rules
