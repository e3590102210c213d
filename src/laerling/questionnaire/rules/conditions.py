"""When a follow-up is shown: comparisons of earlier answers, joined by all and any."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Compare:
    """The earlier answer is one of `values`; `when_skipped` says what holds where there is none."""

    question: str
    values: frozenset[int]
    when_skipped: bool = False

    def holds(self, answers: Mapping[str, int]) -> bool:
        """Tell whether the answers fulfil the comparison."""
        value = answers.get(self.question)
        return self.when_skipped if value is None else value in self.values

    def questions(self) -> tuple[str, ...]:
        """Return the code of the question it looks at."""
        return (self.question,)


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: "tuple[Condition, ...]"

    def holds(self, answers: Mapping[str, int]) -> bool:
        """Tell whether the answers fulfil every part."""
        return all(part.holds(answers) for part in self.parts)

    def questions(self) -> tuple[str, ...]:
        """Return the codes of the questions the parts look at, in order."""
        return tuple(code for part in self.parts for code in part.questions())


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: "tuple[Condition, ...]"

    def holds(self, answers: Mapping[str, int]) -> bool:
        """Tell whether the answers fulfil at least one part."""
        return any(part.holds(answers) for part in self.parts)

    def questions(self) -> tuple[str, ...]:
        """Return the codes of the questions the parts look at, in order."""
        return tuple(code for part in self.parts for code in part.questions())


Condition = Compare | AllOf | AnyOf
