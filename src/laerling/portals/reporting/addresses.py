"""A unit as part of an address: "nation", "county/46", "office/312345678", "establishment/312345679"; a file's ending."""

import re

_PATTERN = r"nation|county/[0-9]{2}|(?:office|establishment)/[0-9]{9}"


class UnitInAddress:
    """Django's converter between the part of the address and (level, code)."""

    regex = _PATTERN

    def to_python(self, value: str) -> tuple[str, str]:
        """Return level and code."""
        level, _slash, code = value.partition("/")
        return level, code

    def to_url(self, value: tuple[str, str]) -> str:
        """Return the part of the address."""
        return "/".join(filter(None, value))


def unit_of(text: str) -> tuple[str, str] | None:
    """Return level and code of a unit as a form sends it, None where it is none."""
    return UnitInAddress().to_python(text) if re.fullmatch(_PATTERN, text) else None


class FileKind:
    """Django's converter for the ending of a file's name."""

    regex = r"pdf|pptx|xlsx|csv|svg|png"

    def to_python(self, value: str) -> str:
        """Return the ending."""
        return value

    def to_url(self, value: str) -> str:
        """Return the ending."""
        return value
