"""The thresholds of special findings, from the data file beside this module."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from laerling.questionnaire.rules import Text

_FILE = Path(__file__).with_name("thresholds.toml")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When something is pointed out.

    `harm_from_step`: the first step of a sensitive scale that counts, 1 … k. `harm_least_pct`: per cent of those who
    answered, 0–100. `fall_least`, `far_least`: points on the scale 1–5. `false_share`: how much of all that is pointed out
    chance alone may have made, 0–1.
    """

    harm_from_step: int
    harm_least_pct: float
    fall_least: float
    far_least: float
    false_share: float


@cache
def thresholds() -> Thresholds:
    """Return the thresholds in force."""
    return of(_said())


@cache
def sources() -> Mapping[str, Text]:
    """Return where each threshold comes from, by its name."""
    return {name: Text(**entry["source"]) for name, entry in _said().items()}


def of(said: Mapping[str, Any]) -> Thresholds:
    """Return the thresholds a parsed file says. Raises KeyError where one is missing or has no source."""
    return Thresholds(
        **{each.name: said[each.name]["value"] for each in fields(Thresholds) if said[each.name]["source"]}
    )


def _said() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
