"""Where in the file a fault stands, for whoever is to mend it."""

import re
from collections.abc import Iterator

from laerling.questionnaire.rules.saying import Said

_TOML_LINE = re.compile(r"at line (\d+)")


def line_of(fault: Said, toml_text: str) -> int | None:
    """Return the line (from 1) where the thing a fault speaks of begins; None where it speaks of the whole file."""
    if told := _TOML_LINE.search(str(fault)):
        return int(told[1])
    for code in _codes(fault):
        name = re.escape(code)
        stands = re.search(
            rf"""^\s*(?:(?:code|question)\s*=\s*["']{name}["']|\[+[\w.]*\b{name}\]+)""", toml_text, re.MULTILINE
        )
        if stands:
            return toml_text.count("\n", 0, stands.start(0) + len(stands[0]) - len(stands[0].lstrip())) + 1
    return None


def _codes(fault: Said) -> Iterator[str]:
    for name in ("where", "code"):
        value = fault.values.get(name)
        if isinstance(value, Said):
            yield from _codes(value)
        elif isinstance(value, str) and value:
            yield value
