"""The field's codes in people's words: what is wrong in a register, what became of messages, what would help now."""

from django.utils.formats import number_format

from laerling.portals.ordering.words.advice import AdviceLine, advice_lines
from laerling.portals.ordering.words.dispatches import (
    Delay,
    Outcome,
    called,
    groups,
    left_out,
    neighbour,
    not_reached,
    not_sent,
    outcomes,
)
from laerling.portals.ordering.words.registers import EXTRACT_STATES, REGISTERS, ROW_RULES, STAGES, Words

__all__ = [
    "EXTRACT_STATES",
    "REGISTERS",
    "ROW_RULES",
    "STAGES",
    "AdviceLine",
    "Delay",
    "Outcome",
    "Words",
    "advice_lines",
    "called",
    "groups",
    "left_out",
    "neighbour",
    "not_reached",
    "not_sent",
    "number",
    "outcomes",
]


def number(n: int) -> str:
    """Return a count as people write it: "25 034"."""
    return number_format(n)
