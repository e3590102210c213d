"""Who is asked, which supervisor is asked, and how coarse a profile must be. Pure."""

from laerling.sample.rules.asked import (
    REASONS,
    ContractFacts,
    Draw,
    Excluded,
    RuleDates,
    add_months,
    draw,
    establishment_of,
    office_of,
    reasons,
)
from laerling.sample.rules.profiles import PROFILE_KEYS, Profile, coarsen
from laerling.sample.rules.supervisors import SupervisorChoice, supervisors

__all__ = [
    "PROFILE_KEYS",
    "REASONS",
    "ContractFacts",
    "Draw",
    "Excluded",
    "Profile",
    "RuleDates",
    "SupervisorChoice",
    "add_months",
    "coarsen",
    "draw",
    "establishment_of",
    "office_of",
    "reasons",
    "supervisors",
]
