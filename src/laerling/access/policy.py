"""The policy table: which role may do what. Scope (own county, own office) is asked beside it, by `visible_to`."""

from typing import Literal

Role = Literal["directorate", "county", "office"]
Action = Literal[
    "round.read",
    "round.steer",
    "register.read",
    "register.upload",
    "finding.read",
    "finding.mend",
    "sample.try",
    "area.read",
    "area.manage",
    "dispatch.read",
    "dispatch.order",
    "progress.read",
    "results.read",
    "release.make",
    "office.issue",
    "audit.read",
]

POLICY: dict[Role, frozenset[Action]] = {
    "directorate": frozenset(
        {
            "round.read",
            "round.steer",
            "register.read",
            "register.upload",
            "finding.read",
            "sample.try",
            "area.read",
            "dispatch.read",
            "progress.read",
            "results.read",
            "release.make",
            "audit.read",
        }
    ),
    "county": frozenset(
        {
            "round.read",
            "register.read",
            "finding.read",
            "finding.mend",
            "area.read",
            "area.manage",
            "dispatch.read",
            "dispatch.order",
            "progress.read",
            "results.read",
            "office.issue",
            "audit.read",
        }
    ),
    "office": frozenset(
        {
            "round.read",
            "register.read",
            "finding.read",
            "finding.mend",
            "dispatch.read",
            "dispatch.order",
            "progress.read",
            "results.read",
            "audit.read",
        }
    ),
}


def may(role: Role, action: Action) -> bool:
    """Return whether `role` may do `action` within its own unit."""
    return action in POLICY[role]
