"""Counties and questionnaires as their data files have them, for tests of pure rules."""

import tomllib
from functools import cache
from pathlib import Path

from laerling import organisations, questionnaire
from laerling.organisations.rules import Change, Standing, Structure
from laerling.questionnaire.rules import Version, parse


@cache
def structure() -> Structure:
    table = tomllib.loads((_data(organisations) / "counties.toml").read_text(encoding="utf-8"))
    return Structure(
        tuple(Standing(row["code"], row["name"], row["from"], row.get("to")) for row in table["county"]),
        tuple(
            Change(old, new, change["on"], change["kind"])
            for change in table["change"]
            for old in change["old"]
            for new in change["new"]
        ),
    )


@cache
def versions() -> tuple[Version, ...]:
    held = (("2012", 2012, 2017), ("2018", 2018, 2019), ("2020", 2020, 2025), ("2026", 2026, None))
    return tuple(
        Version(parse((_data(questionnaire) / f"apprentice-{name}.toml").read_text(encoding="utf-8")), first, last)
        for name, first, last in held
    )


def _data(station) -> Path:
    return Path(station.__file__).parent / "data"
