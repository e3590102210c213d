"""A unit as part of an address: "nation", "county/46", "office/312345678"."""


class UnitInAddress:
    """Django's converter between the part of the address and (level, code)."""

    regex = r"nation|county/[0-9]{2}|office/[0-9]{9}"

    def to_python(self, value: str) -> tuple[str, str]:
        """Return level and code."""
        level, _slash, code = value.partition("/")
        return level, code

    def to_url(self, value: tuple[str, str]) -> str:
        """Return the part of the address."""
        return "/".join(filter(None, value))
