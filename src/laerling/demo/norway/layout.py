"""The columns of the three register files, in the order the invented Norway writes them."""

from enum import IntEnum
from typing import Final

VIGO_HEADER: Final = (
    "Avgiverfylke", "Telledato", "Kontraktnr", "PersonId", "Fødselsår", "Kjønn", "Navn", "Epost", "Mobil", "Målform",
    "Kontraktstype", "Programområdekode", "Programområde", "Utdanningsprogram", "Læretid fra", "Læretid til",
    "Avbrudd fra", "Avbrudd til", "Avsluttet dato", "Avslutningskode", "Godkjentdato", "Parttype", "Orgnr", "Orgnavn",
    "Orgnr medlemsbedrift", "Medlemsbedrift", "Faglig leder id", "Faglig leder", "Faglig leder epost",
    "Faglig leder mobil",
)  # fmt: skip
NLR_HEADER: Final = ("Orgnr", "Navn", "Fylke", "Status")
# How an office can be reached stands in NOR, in columns that a file may lack.
NOR_HEADER: Final = (*NLR_HEADER, "Epost", "Telefon")

Row = list[str]


class Col(IntEnum):
    """Place of each column of vigo.csv in a row."""

    COUNTY = 0
    COUNT_DATE = 1
    NUMBER = 2
    PERSON = 3
    BIRTH_YEAR = 4
    GENDER = 5
    NAME = 6
    EMAIL = 7
    MOBILE = 8
    WRITTEN_FORM = 9
    KIND = 10
    TRADE_CODE = 11
    TRADE = 12
    PROGRAMME = 13
    STARTS = 14
    ENDS = 15
    INTERRUPTED_FROM = 16
    INTERRUPTED_TO = 17
    ENDED = 18
    END_CODE = 19
    APPROVED = 20
    PARTY_KIND = 21
    PARTY = 22
    PARTY_NAME = 23
    MEMBER = 24
    MEMBER_NAME = 25
    SUPERVISOR = 26
    SUPERVISOR_NAME = 27
    SUPERVISOR_EMAIL = 28
    SUPERVISOR_MOBILE = 29
