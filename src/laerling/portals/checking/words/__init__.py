"""The codes of findings in people's words."""

from laerling.portals.checking.words.colours import COLOURS
from laerling.portals.checking.words.kinds import label, meaning
from laerling.portals.checking.words.mending import REGISTERS, how, who
from laerling.portals.checking.words.rules import RULES
from laerling.portals.checking.words.states import STATES, STATUSES, status_of
from laerling.register.words import FINDINGS, SEVERITIES, cost

__all__ = [
    "COLOURS",
    "FINDINGS",
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
