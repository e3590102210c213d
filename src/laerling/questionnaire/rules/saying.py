"""Sentences about a file that can be said in any language: an English pattern, and what fills it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, or a piece of one that fills another. As a string it is English."""

    pattern: str
    values: Mapping[str, "int | str | Said"] = field(default_factory=dict)

    def in_(self, translate: Callable[[str], str]) -> str:
        """Return it in the language that `translate` turns patterns into."""
        return translate(self.pattern) % {
            name: value.in_(translate) if isinstance(value, Said) else value for name, value in self.values.items()
        }

    def __str__(self) -> str:
        """Return it in English."""
        return self.in_(str)


def said(pattern: str, **values: "int | str | Said") -> Said:
    """Return a sentence; the pattern is marked for the catalogues by `_`."""
    return Said(pattern, values)


def _(pattern: str) -> str:
    """Mark a pattern for the catalogues, which rules know nothing of."""
    return pattern
