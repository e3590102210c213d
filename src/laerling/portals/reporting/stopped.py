"""Why a release was stopped, in plain words: which attacks found something, on what, and what to do now."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from laerling.portals.reporting.attacks import AttackLine, attack_lines
from laerling.questionnaire.rules import Questionnaire
from laerling.release.queries import ANSWERED, BlockedFacts

# Attacks that find something only where the program is at fault: with another plan they would find it again.
_FAULTS: Final = r"rules|null vectors|written|re-?read"
# Found here: a figure is hidden that need not be. Nobody is given away, but the proof is not what it should be.
_CONTROL: Final = r"control"


@dataclass(frozen=True, slots=True)
class Hit:
    """An attack that found something: what it does, how often it found something of how often tried, and on what."""

    words: str
    tried: int
    found: int
    on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stopped:
    """A release that was stopped: when, what found something, how many attacks found nothing, and what to do."""

    round_year: int
    at: datetime
    protected: bool
    hits: tuple[Hit, ...]
    n_sound: int
    advice: tuple[str, ...]


def stopped(facts: BlockedFacts, questionnaire: Questionnaire, language: str) -> Stopped:
    """Return what the report of a blocked release says, with questions and indices by name."""
    names = {one.code: one.text.in_(language) for one in questionnaire.questions}
    names |= {one.code: one.title.in_(language) for one in questionnaire.indices}
    names[ANSWERED] = _("How many answered")
    lines = attack_lines(facts.report.get("attacks", ()), names)
    hits = [line for line in lines if line.found]
    return Stopped(
        facts.round_year,
        facts.at,
        facts.protected,
        tuple(Hit(line.words or line.name, line.tried, line.found, _on(line, names)) for line in hits),
        len(lines) - len(hits),
        tuple(_advice(facts, hits)),
    )


def _on(line: AttackLine, names: dict[str, str]) -> tuple[str, ...]:
    """Return what an attack found something on: items by name, else what was attacked as a whole."""
    return tuple(names[code] for code in line.found_on) or line.stages


def _advice(facts: BlockedFacts, hits: list[AttackLine]) -> Iterator[str]:
    """Yield what to do, the plan first: it is all that the Directorate itself can change."""
    kinds = [line.name for line in hits]
    faults = [kind for kind in kinds if re.match(_FAULTS, kind, re.IGNORECASE)]
    controls = [kind for kind in kinds if re.match(_CONTROL, kind, re.IGNORECASE)]
    if not facts.protected or len(faults) + len(controls) < len(kinds):
        yield _(
            "Give the round a plan with fewer tables. Take out the finest ones first, those of trades and establishments. "
            "Those who run the system do that."
        )
        yield _("Do not make the results again with the same plan. The same answers come to the same end.")
    if faults:
        yield _(
            "Something here is wrong in the program, not in the plan. Give the whole report to those who run the system, "
            "and wait with making the results until it is put right."
        )
    if controls:
        yield _(
            "A figure is hidden that need not be. Nobody is given away by that, but the proof is not what it should be. "
            "Give the whole report to those who run the system."
        )
    yield _("Keep the report among yourselves. It has no names, but tells where the figures are thin.")
