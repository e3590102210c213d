"""Questions about who may act for which unit, counties' areas, letters about accounts, and offices' one-time sign-ins."""

from laerling.access.queries.areas import (
    Area,
    AreaEntry,
    AreaKeyRow,
    area,
    area_credentials,
    area_entry_by_key,
    area_entry_by_password,
    areas,
)
from laerling.access.queries.letters import LetterFacts, LinkFacts, letter_references, letters, link
from laerling.access.queries.names import names_for
from laerling.access.queries.offices import OfficeLine, OfficeSecret, office_letters, office_sign_ins, one_time_office
from laerling.access.queries.units import (
    Colleague,
    account_of,
    colleagues,
    county_scope,
    offices_with_people,
    scopes_of,
    unit_name,
)

__all__ = [
    "Area",
    "AreaEntry",
    "AreaKeyRow",
    "Colleague",
    "LetterFacts",
    "LinkFacts",
    "OfficeLine",
    "OfficeSecret",
    "account_of",
    "area",
    "area_credentials",
    "area_entry_by_key",
    "area_entry_by_password",
    "areas",
    "colleagues",
    "county_scope",
    "letter_references",
    "letters",
    "link",
    "names_for",
    "office_letters",
    "office_sign_ins",
    "offices_with_people",
    "one_time_office",
    "scopes_of",
    "unit_name",
]
