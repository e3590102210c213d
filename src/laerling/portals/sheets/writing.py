"""The sheets' wording, filled with the round's own dates, thresholds and legal texts."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

from django.conf import settings
from django.utils import translation

from laerling.portals.shell.templatetags.shell import day
from laerling.rounds.rules import RoundFacts

KINDS: Final = ("apprentice", "candidate", "establishment", "helper")
FORMS: Final = ("nb", "nn")


class UnknownSheet(LookupError):
    """No sheet of this kind and written form."""


def sheet(kind: str, form: str, this_round: RoundFacts) -> dict[str, Any]:
    """Return what `papers` sets: title, lead, sections and foot, every placeholder filled. Raises UnknownSheet."""
    try:
        text = wording()[kind][form]
    except KeyError:
        raise UnknownSheet from None
    with translation.override(form):
        values = _values(this_round, form)
    filled: dict[str, Any] = _filled(text, values)
    for section in filled["sections"]:
        section.setdefault("paragraphs", [])
        section.setdefault("points", [])
    return filled | {"foot": this_round.name}


@cache
def wording() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """Return the wording of every sheet by kind and written form, placeholders unfilled."""
    file = resources.files("laerling.portals.sheets").joinpath("data/sheets.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _values(this_round: RoundFacts, form: str) -> dict[str, str]:
    legal = {name: texts.get(form, "") for name, texts in this_round.legal.items()}
    return legal | {
        "year": str(this_round.year),
        "opens": day(this_round.opens_on),
        "closes": day(this_round.closes_on),
        "results": day(this_round.results_at),
        "months": str(this_round.months_in_training),
        "few": str(this_round.minimum_answers),
        "sensitive": str(this_round.sensitive_minimum),
        "site": settings.ANSWERING_URL,
        "contact": settings.CONTACT_EMAIL,
        "support": settings.SUPPORT_EMAIL,
    }


def _filled(text: Any, values: Mapping[str, str]) -> Any:
    if isinstance(text, str):
        return text.format_map(values)
    if isinstance(text, list):
        return [_filled(one, values) for one in text]
    return {name: _filled(one, values) for name, one in text.items()}
