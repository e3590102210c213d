"""The fifteen counties of 2024 with their relative size, written form and neighbours."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CountyShape:
    """How large a county is in the invented Norway and how its people write.

    `weight` is its share of apprentices in per cent of the nation (rounded, believable, not a statistic);
    `nynorsk_pct` is how many of them have nynorsk as their written form.
    """

    code: str
    name: str
    weight: float
    nynorsk_pct: int
    neighbours: tuple[str, ...]


COUNTIES: tuple[CountyShape, ...] = (
    CountyShape("03", "Oslo", 7.5, 1, ("32",)),
    CountyShape("11", "Rogaland", 11.5, 22, ("42", "46")),
    CountyShape("15", "Møre og Romsdal", 5.9, 52, ("46", "50")),
    CountyShape("18", "Nordland", 5.5, 1, ("50", "55")),
    CountyShape("31", "Østfold", 5.2, 1, ("32",)),
    CountyShape("32", "Akershus", 9.8, 1, ("03", "31", "33", "34")),
    CountyShape("33", "Buskerud", 4.6, 6, ("32", "34", "39")),
    CountyShape("34", "Innlandet", 6.6, 11, ("32", "33", "50")),
    CountyShape("39", "Vestfold", 4.8, 1, ("33", "40")),
    CountyShape("40", "Telemark", 3.6, 13, ("39", "42")),
    CountyShape("42", "Agder", 6.7, 6, ("11", "40")),
    CountyShape("46", "Vestland", 13.6, 46, ("11", "15")),
    CountyShape("50", "Trøndelag", 9.5, 1, ("15", "18")),
    CountyShape("55", "Troms", 3.5, 1, ("18", "56")),
    CountyShape("56", "Finnmark", 1.7, 1, ("55",)),
)

UNKNOWN_WRITTEN_FORM_PCT = 3
