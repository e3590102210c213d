"""Questions about which unit stands above which, as the registers have it on a day."""

from datetime import date

from laerling.access.rules import Lattice
from laerling.organisations import queries as organisations


def lattice(*, on: date) -> Lattice:
    """Return the units of a day. Seven queries, whatever the number of units.

    An office stands below the county where it is situated (M10), a dissolved county below those that took over from it.
    """
    heirs: dict[str, set[str]] = {}
    for heir, ancestors in organisations.heritage().items():
        for one in ancestors:
            heirs.setdefault(one.code, set()).add(heir)
    standing = {county.code for county in organisations.counties_on(on)}
    return Lattice(
        governors=frozenset(organisations.governors_on(on)),
        counties=organisations.all_county_codes(),
        governor_of=organisations.governors_of_counties(on),
        county_of=organisations.counties_of_offices(),
        heirs={code: sorted(those & standing) for code, those in heirs.items()},
    )
