"""The policy table: which task may do what, by kind of unit. Whose things is asked beside it, by `visible_to`.

docs/policy.md shows it; a test keeps the two alike. Screens, menus and the matrix of addresses are made from it.
"""

from collections.abc import Mapping
from typing import Final, Literal, get_args

from laerling.access.types import Role, Scope, UnitKind

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
    "draw.hold",
    "gathering.plan",
    "text.write",
    "questionnaire.read",
    "questionnaire.publish",
    "progress.read",
    "results.read",
    "release.make",
    "release.read",
    "office.issue",
    "access.read",
    "access.give",
    "audit.read",
]
Actions = frozenset[Action]

# Lists, faults and dispatches of the unit's own apprentices.
_ORDERING: Final[Actions] = frozenset(
    {
        "round.read",
        "register.read",
        "finding.read",
        "finding.mend",
        "dispatch.read",
        "dispatch.order",
        "gathering.plan",
        "progress.read",
        "audit.read",
    }
)
_ADMINISTERING: Final[Actions] = frozenset({"round.read", "access.read", "access.give", "audit.read"})
_RESULTS: Final[Actions] = frozenset({"round.read", "results.read"})
_FOLLOWING_UP: Final[Actions] = frozenset({"round.read", "progress.read", "results.read"})
# Whoever reads results, or answers questions about the survey, needs to know what was asked.
_ASKING: Final[Actions] = frozenset({"questionnaire.read"})
# What is hidden and how the release was tried: for those who answer for it, or explain it, for the whole country.
_WEIGHING: Final[Actions] = frozenset({"release.read"})
_SUPPORT: Final[Actions] = frozenset({"round.read", "access.read"})
_STEERING: Final[Actions] = frozenset(
    {
        "round.read",
        "round.steer",
        "register.read",
        "register.upload",
        "finding.read",
        "sample.try",
        "area.read",
        "dispatch.read",
        "text.write",
        "questionnaire.read",
        "questionnaire.publish",
        "progress.read",
        "release.make",
        "release.read",
        "audit.read",
    }
)

# A task that is not named for a kind of unit cannot be had there. State administrators delegate, and follow how far
# their counties have come in counts; they see no list and no result (M10, M14, M22).
POLICY: Final[Mapping[Role, Mapping[UnitKind, Actions]]] = {
    "steering": {"nation": _STEERING},
    "user_administrator": {
        "nation": _ADMINISTERING,
        "governor": _ADMINISTERING,
        "county": _ADMINISTERING | {"office.issue"},
        "office": _ADMINISTERING,
    },
    "orderer": {
        "county": _ORDERING | _ASKING | {"area.read", "area.manage", "draw.hold"},
        "office": _ORDERING,
    },
    "result_reader": {"nation": _RESULTS | _ASKING | _WEIGHING, "county": _RESULTS | _ASKING, "office": _RESULTS},
    "follow_up": {
        "nation": _FOLLOWING_UP | _ASKING,
        # How far the counties of their area have come: counts, and no result.
        "governor": frozenset({"round.read", "progress.read"}),
        "county": _FOLLOWING_UP | _ASKING,
        "office": _FOLLOWING_UP,
    },
    "support": {"nation": _SUPPORT, "governor": _SUPPORT, "county": _SUPPORT, "office": _SUPPORT},
}

# Everything a unit of a kind can do, in one go.
ALL_TASKS: Final[Mapping[UnitKind, frozenset[Role]]] = {
    kind: frozenset(role for role, kinds in POLICY.items() if kind in kinds) for kind in get_args(UnitKind)
}


def may(scope: Scope, action: Action) -> bool:
    """Return whether one of the scope's tasks may do `action` within its own unit."""
    return any(action in POLICY[role].get(scope.unit_kind, ()) for role in scope.roles)


def whole(kind: UnitKind, code: str = "", name: str = "") -> Scope:
    """Return the scope of a unit itself: every task it can have, and nobody's in particular."""
    return Scope(ALL_TASKS[kind], kind, code, name or code, "", None)
