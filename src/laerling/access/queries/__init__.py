"""Questions about who may act for which unit, who let them and may, counties' areas, letters, and one-time sign-ins."""

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
from laerling.access.queries.attesting import (
    AskingNow,
    asking_on,
    can_be_confirmed,
    to_confirm,
    unconfirmed,
)
from laerling.access.queries.below import Proposal, UnitBelow, proposals, units_below
from laerling.access.queries.lattice import lattice
from laerling.access.queries.letters import LetterFacts, LinkFacts, letter_references, letters, link
from laerling.access.queries.names import names_for
from laerling.access.queries.offices import OfficeLine, OfficeSecret, office_letters, office_sign_ins, one_time_office
from laerling.access.queries.people import (
    GrantLine,
    Person,
    Reader,
    grant_line,
    may_take_away_factor,
    people,
    person,
    reader,
    reader_of,
)
from laerling.access.queries.requests import AccessWanted, may_answer, requests_for
from laerling.access.queries.units import (
    Colleague,
    account_of,
    colleagues,
    county_scope,
    offices_with_people,
    scopes_of,
    unit_name,
    unit_names,
)

__all__ = [
    "AccessWanted",
    "Area",
    "AreaEntry",
    "AreaKeyRow",
    "AskingNow",
    "Colleague",
    "GrantLine",
    "LetterFacts",
    "LinkFacts",
    "OfficeLine",
    "OfficeSecret",
    "Person",
    "Proposal",
    "Reader",
    "UnitBelow",
    "account_of",
    "area",
    "area_credentials",
    "area_entry_by_key",
    "area_entry_by_password",
    "areas",
    "asking_on",
    "can_be_confirmed",
    "colleagues",
    "county_scope",
    "grant_line",
    "lattice",
    "letter_references",
    "letters",
    "link",
    "may_answer",
    "may_take_away_factor",
    "names_for",
    "office_letters",
    "office_sign_ins",
    "offices_with_people",
    "one_time_office",
    "people",
    "person",
    "proposals",
    "reader",
    "reader_of",
    "requests_for",
    "scopes_of",
    "to_confirm",
    "unconfirmed",
    "unit_name",
    "unit_names",
    "units_below",
]
