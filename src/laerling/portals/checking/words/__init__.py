"""The codes of findings in people's words."""

from laerling.portals.checking.words.costs import COLOURS, SEVERITIES, cost
from laerling.portals.checking.words.kinds import KINDS, label, meaning
from laerling.portals.checking.words.mending import REGISTERS, how, who
from laerling.portals.checking.words.rules import RULES
from laerling.portals.checking.words.states import STATES, STATUSES, status_of

__all__ = [
    "COLOURS",
    "KINDS",
    "REGISTERS",
    "RULES",
    "SEVERITIES",
    "STATES",
    "STATUSES",
    "cost",
    "how",
    "label",
    "meaning",
    "status_of",
    "who",
]
