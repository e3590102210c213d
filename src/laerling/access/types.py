"""The unit a person acts for."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from laerling.access.policy import Role

UnitKind = Literal["nation", "county", "office"]

UNIT_OF_ROLE: dict[Role, UnitKind] = {"directorate": "nation", "county": "county", "office": "office"}


@dataclass(frozen=True, slots=True)
class Scope:
    """One role for one unit: what a person sees and does now, and why they have it.

    `unit_code` is a county code, an office's organisation number, or empty for the nation. `until` is the first day
    the grant no longer holds, None where it has no end.
    """

    role: Role
    unit_kind: UnitKind
    unit_code: str
    unit_name: str
    why: str
    until: date | None

    @property
    def key(self) -> str:
        """The unit in one word: "county:46", "office:312345678", "nation:"."""
        return f"{self.unit_kind}:{self.unit_code}"

    @property
    def is_national(self) -> bool:
        """Whether the scope is the whole country."""
        return self.unit_kind == "nation"
