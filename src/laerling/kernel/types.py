"""Values that every station speaks of."""

from dataclasses import dataclass
from typing import Literal, Self


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: a person by account id, or the system by the name of the part that acts."""

    kind: Literal["person", "system"]
    id: str

    @classmethod
    def person(cls, account_id: object) -> Self:
        """Return the actor for a signed-in account."""
        return cls("person", str(account_id))


SYSTEM = Actor("system", "season")
