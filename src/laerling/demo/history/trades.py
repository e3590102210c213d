"""Trades as they were called before the curricula of 2020, and the programmes they belonged to."""

from dataclasses import dataclass
from typing import Final

from laerling.demo.norway.trades import CRAFT, ELECTRO, HAIR, INDUSTRY, MEDIA, SALES, TRADES, Trade

_TECHNICAL: Final = "Teknikk og industriell produksjon"
_SERVICE: Final = "Service og samferdsel"
_DESIGN: Final = "Design og håndverk"
_MEDIA: Final = "Medier og kommunikasjon"
# What a programme was called; those that are not here kept their name.
_OLD_PROGRAMMES: Final = {
    ELECTRO: "Elektrofag", INDUSTRY: _TECHNICAL, SALES: _SERVICE, MEDIA: _MEDIA, HAIR: _DESIGN, CRAFT: _DESIGN,
}  # fmt: skip
# Trades that had another code, name or programme, by the stem they have now. Believable, not the curricula's own list.
_OLD_TRADES: Final = {
    "TPYRK3": ("TSYRK3", "Yrkessjåførfaget", _SERVICE),
    "TPLOG3": ("TSLOG3", "Logistikkfaget", _SERVICE),
    "IMITD3": ("SSIKT3", "IKT-servicefaget", _SERVICE),
    "IMITU3": ("SSIKT3", "IKT-servicefaget", _SERVICE),
    "SSSER3": ("SSKON3", "Kontor- og administrasjonsfaget", _SERVICE),
    "RMERN3": ("RMINS3", "Institusjonskokkfaget", "Restaurant- og matfag"),
    "IMMED3": ("MKMED3", "Mediegrafikerfaget", _MEDIA),
    "IMINN3": ("MKFOT3", "Fotograffaget", _MEDIA),
    "FBFRI3": ("DHFRI3", "Frisørfaget", _DESIGN),
    "FBBLO3": ("DHBLO3", "Blomsterdekoratørfaget", _DESIGN),
    "HDGUL3": ("DHGUL3", "Gullsmedfaget", _DESIGN),
    "HDMOB3": ("DHMOB3", "Møbelsnekkerfaget", _DESIGN),
}
# Whoever began upper secondary in 2020 became an apprentice in autumn 2022, and is asked from 2023. A few took longer.
_OLD_SHARES: Final = {2023: 0.2, 2024: 0.05, 2025: 0.01}


@dataclass(frozen=True, slots=True)
class TradeThen:
    """A trade by code, name and programme."""

    code: str
    name: str
    programme: str


NEW: Final = tuple(TradeThen(trade.code, trade.name, trade.programme) for trade in TRADES)


def _old(trade: Trade) -> TradeThen:
    stem, name, programme = _OLD_TRADES.get(
        trade.stem, (trade.stem, trade.name, _OLD_PROGRAMMES.get(trade.programme, trade.programme))
    )
    return TradeThen(stem.ljust(10, "-"), name, programme)


OLD: Final = tuple(map(_old, TRADES))


def old_share(year: int) -> float:
    """Return what share of a round's people are in the old trades."""
    return 1.0 if year < min(_OLD_SHARES) else _OLD_SHARES.get(year, 0.0)
