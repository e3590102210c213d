"""Who is asked, which supervisor is asked, what changes after, and how coarse a profile must be. Pure."""

from laerling.sample.rules.asked import (
    REASONS,
    ContractFacts,
    Draw,
    Excluded,
    Registers,
    RuleDates,
    add_months,
    draw,
    establishment_of,
    goes_before,
    office_of,
    reasons,
)
from laerling.sample.rules.changes import CHANGE_KINDS, Change, ChangeKind, changes
from laerling.sample.rules.explained import RuleOutcome, Seen, explain
from laerling.sample.rules.profiles import PROFILE_KEYS, Profile, coarsen, training_year
from laerling.sample.rules.supervisors import SupervisorChoice, supervisors

__all__ = [
    "CHANGE_KINDS",
    "PROFILE_KEYS",
    "REASONS",
    "Change",
    "ChangeKind",
    "ContractFacts",
    "Draw",
    "Excluded",
    "Profile",
    "Registers",
    "RuleDates",
    "RuleOutcome",
    "Seen",
    "SupervisorChoice",
    "add_months",
    "changes",
    "coarsen",
    "draw",
    "establishment_of",
    "explain",
    "goes_before",
    "office_of",
    "reasons",
    "supervisors",
    "training_year",
]
