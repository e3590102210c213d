"""Tasks, units, and the unit a person acts for."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NamedTuple, get_args

Role = Literal["steering", "user_administrator", "orderer", "result_reader", "follow_up", "support"]
UnitKind = Literal["nation", "governor", "county", "office"]
_CODE: Final = re.compile(r"[a-z0-9-]{0,9}")


class Unit(NamedTuple):
    """A unit by kind and code: a county's two digits, a governor's short name, an office's organisation number."""

    kind: UnitKind
    code: str

    @property
    def key(self) -> str:
        """The unit in one word: "county:46", "governor:vestland", "office:312345678", "nation:"."""
        return f"{self.kind}:{self.code}"


NATION = Unit("nation", "")


def read_unit(key: str) -> Unit | None:
    """Return the unit that a key names, "county:46"; None where it names none. Whether there is such a unit is not asked."""
    kind, separator, code = key.partition(":")
    if (
        not separator
        or kind not in get_args(UnitKind)
        or not _CODE.fullmatch(code)
        or (kind == "nation") != (code == "")
    ):
        return None
    return Unit(kind, code)  # type: ignore[arg-type]  # one of the four


@dataclass(frozen=True, slots=True)
class Scope:
    """All tasks a person has for one unit: what they see and do now, and why they have it.

    `until` is the first day on which the last of the grants no longer holds, None where one of them has no end.
    """

    roles: frozenset[Role]
    unit_kind: UnitKind
    unit_code: str
    unit_name: str
    why: str
    until: date | None

    @property
    def unit(self) -> Unit:
        """The unit by kind and code."""
        return Unit(self.unit_kind, self.unit_code)

    @property
    def key(self) -> str:
        """The unit in one word, as addresses and the database's guard of rows have it."""
        return self.unit.key

    @property
    def is_national(self) -> bool:
        """Whether the scope is the whole country."""
        return self.unit_kind == "nation"
