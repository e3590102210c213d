"""The names of those who send."""

from laerling.organisations import queries as organisations

Names = dict[str, dict[str, str]]


def owner_names() -> Names:
    """Return the names of counties and offices by kind of owner and code."""
    return {"county": organisations.county_names(), "office": organisations.office_names()}
