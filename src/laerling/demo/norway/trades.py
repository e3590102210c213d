"""Trades of vocational training with their education programme and how common they are."""

from dataclasses import dataclass
from typing import Final

BUILDING: Final = "Bygg- og anleggsteknikk"
ELECTRO: Final = "Elektro og datateknologi"
HEALTH: Final = "Helse- og oppvekstfag"
FOOD: Final = "Restaurant- og matfag"
SALES: Final = "Salg, service og reiseliv"
INDUSTRY: Final = "Teknologi- og industrifag"
NATURE: Final = "Naturbruk"
MEDIA: Final = "Informasjonsteknologi og medieproduksjon"
HAIR: Final = "Frisør, blomster, interiør og eksponeringsdesign"
CRAFT: Final = "Håndverk, design og produktutvikling"


@dataclass(frozen=True, slots=True)
class Trade:
    """One trade: `stem` is the six-place stem of its code, `weight` its share of contracts (relative)."""

    stem: str
    name: str
    programme: str
    sector: str
    weight: float
    women_pct: int
    months: int = 24

    @property
    def code(self) -> str:
        """The ten-place code as the register writes it, padded with hyphens."""
        return self.stem.ljust(10, "-")


TRADES: tuple[Trade, ...] = (
    Trade("BATMF3", "Tømrerfaget", BUILDING, "building", 95, 3),
    Trade("BABET3", "Betongfaget", BUILDING, "building", 17, 3),
    Trade("BAMUR3", "Mur- og flisleggerfaget", BUILDING, "building", 9, 4),
    Trade("BAMAL3", "Maler- og overflateteknikkfaget", BUILDING, "building", 14, 28),
    Trade("BASTI3", "Stillasbyggerfaget", BUILDING, "building", 6, 3),
    Trade("BATAK3", "Taktekkerfaget", BUILDING, "building", 5, 2),
    Trade("BAROR3", "Rørleggerfaget", BUILDING, "plumbing", 42, 3, 30),
    Trade("BABLI3", "Ventilasjons- og blikkenslagerfaget", BUILDING, "plumbing", 12, 4),
    Trade("BAANL3", "Anleggsmaskinførerfaget", BUILDING, "groundwork", 44, 8),
    Trade("BAVEG3", "Veg- og anleggsfaget", BUILDING, "groundwork", 13, 7),
    Trade("BAFJE3", "Fjell- og bergverksfaget", BUILDING, "groundwork", 6, 5),
    Trade("BAREN3", "Renholdsoperatørfaget", BUILDING, "cleaning", 7, 62),
    Trade("ELELE3", "Elektrikerfaget", ELECTRO, "electro", 98, 6, 30),
    Trade("ELENE3", "Energimontørfaget", ELECTRO, "energy", 16, 5, 30),
    Trade("ELTEL3", "Telekommunikasjonsmontørfaget", ELECTRO, "electro", 12, 5, 30),
    Trade("ELAUT3", "Automatiseringsfaget", ELECTRO, "industry", 24, 10, 30),
    Trade("ELDKT3", "Dataelektronikerfaget", ELECTRO, "it", 9, 5, 30),
    Trade("HSBUA3", "Barne- og ungdomsarbeiderfaget", HEALTH, "municipality", 92, 76),
    Trade("HSHEA3", "Helsearbeiderfaget", HEALTH, "municipality", 84, 84),
    Trade("HSAMB3", "Ambulansefaget", HEALTH, "hospital", 11, 52),
    Trade("HSPOR3", "Portørfaget", HEALTH, "hospital", 4, 38),
    Trade("HSHUD3", "Hudpleierfaget", HEALTH, "hairdressing", 3, 97),
    Trade("RMKOK3", "Kokkfaget", FOOD, "restaurant", 35, 36),
    Trade("RMSER3", "Servitørfaget", FOOD, "restaurant", 9, 60),
    Trade("RMERN3", "Ernæringskokkfaget", FOOD, "municipality", 7, 64),
    Trade("RMBAK3", "Bakerfaget", FOOD, "food", 8, 48),
    Trade("RMKON3", "Konditorfaget", FOOD, "food", 7, 88),
    Trade("RMSLA3", "Slakterfaget", FOOD, "food", 4, 16),
    Trade("RMIMP3", "Industriell matproduksjonsfaget", FOOD, "food", 9, 40),
    Trade("SSSAL3", "Salgsfaget", SALES, "retail", 38, 48),
    Trade("SSSER3", "Service- og administrasjonsfaget", SALES, "municipality", 24, 63),
    Trade("SSSIK3", "Sikkerhetsfaget", SALES, "security", 12, 24),
    Trade("SSREI3", "Reiselivsfaget", SALES, "hotel", 9, 72),
    Trade("TPIND3", "Industrimekanikerfaget", INDUSTRY, "industry", 44, 8),
    Trade("TPCNC3", "CNC-maskineringsfaget", INDUSTRY, "industry", 12, 10),
    Trade("TPSVE3", "Sveisefaget", INDUSTRY, "industry", 16, 6),
    Trade("TPPLA3", "Platearbeiderfaget", INDUSTRY, "industry", 11, 5),
    Trade("TPPRO3", "Produksjonsteknikkfaget", INDUSTRY, "industry", 15, 20),
    Trade("TPKJE3", "Kjemiprosessfaget", INDUSTRY, "process", 22, 27),
    Trade("TPLAB3", "Laboratoriefaget", INDUSTRY, "process", 6, 62),
    Trade("TPBRO3", "Boreoperatørfaget", INDUSTRY, "process", 8, 7),
    Trade("TPBIL3", "Bilfaget, lette kjøretøy", INDUSTRY, "garage", 42, 7),
    Trade("TPBIT3", "Bilfaget, tunge kjøretøy", INDUSTRY, "garage", 14, 6),
    Trade("TPANM3", "Anleggsmaskinmekanikerfaget", INDUSTRY, "garage", 11, 4),
    Trade("TPYRK3", "Yrkessjåførfaget", INDUSTRY, "transport", 33, 22),
    Trade("TPLOG3", "Logistikkfaget", INDUSTRY, "transport", 26, 19),
    Trade("TPMAT3", "Matrosfaget", INDUSTRY, "sea", 18, 14),
    Trade("TPMOT3", "Motormannfaget", INDUSTRY, "sea", 13, 8),
    Trade("NAAKV3", "Akvakulturfaget", NATURE, "fish", 20, 26),
    Trade("NAFIS3", "Fiske og fangst", NATURE, "fish", 6, 8),
    Trade("NAANL3", "Anleggsgartnerfaget", NATURE, "garden", 8, 22),
    Trade("NASKO3", "Skogfaget", NATURE, "garden", 4, 5),
    Trade("IMITD3", "IT-driftsfaget", MEDIA, "it", 26, 7),
    Trade("IMITU3", "IT-utviklerfaget", MEDIA, "it", 9, 10),
    Trade("IMMED3", "Mediegrafikerfaget", MEDIA, "media", 6, 64),
    Trade("IMINN3", "Innholdsproduksjonsfaget", MEDIA, "media", 5, 50),
    Trade("FBFRI3", "Frisørfaget", HAIR, "hairdressing", 27, 90),
    Trade("FBBLO3", "Blomsterdekoratørfaget", HAIR, "craft", 3, 95),
    Trade("HDGUL3", "Gullsmedfaget", CRAFT, "craft", 2, 76),
    Trade("HDMOB3", "Møbelsnekkerfaget", CRAFT, "craft", 3, 24),
)
