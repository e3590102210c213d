"""Which unit stands above which (M10): the nation, state administrators, counties, training offices. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from laerling.access.types import NATION, Unit, UnitKind


@dataclass(frozen=True, slots=True)
class Lattice:
    """The units of a day. `heirs` are the counties that took over from one that is dissolved (M13, M26).

    `governor_of` is by county and `county_of` by training office: where it is situated, as NOR has it.
    """

    governors: frozenset[str]
    counties: frozenset[str]
    governor_of: Mapping[str, str]
    county_of: Mapping[str, str]
    heirs: Mapping[str, Collection[str]] = field(default_factory=dict)

    def exists(self, unit: Unit) -> bool:
        """Return whether there is, or has been, such a unit."""
        known: Mapping[UnitKind, Collection[str]] = {
            "nation": {""},
            "governor": self.governors,
            "county": self.counties,
            "office": self.county_of,
        }
        return unit.code in known[unit.kind]

    def just_above(self, unit: Unit) -> tuple[Unit, ...]:
        """Return the units one step above; a dissolved county stands below its heirs."""
        if unit.kind == "nation":
            return ()
        if unit.kind == "office":
            county = self.county_of.get(unit.code)
            return (Unit("county", county),) if county else (NATION,)
        if unit.kind == "county":
            if heirs := self.heirs.get(unit.code):
                return tuple(Unit("county", heir) for heir in sorted(heirs))
            governor = self.governor_of.get(unit.code)
            return (Unit("governor", governor),) if governor else (NATION,)
        return (NATION,)

    def above(self, unit: Unit) -> tuple[Unit, ...]:
        """Return the unit itself and all that stand above it, nearest first."""
        found = [unit]
        for one in found:
            found.extend(higher for higher in self.just_above(one) if higher not in found)
        return tuple(found)

    def covers(self, upper: Unit, lower: Unit) -> bool:
        """Return whether `lower` is `upper` itself or stands below it."""
        return upper in self.above(lower)

    def below(self, unit: Unit, kind: UnitKind) -> tuple[Unit, ...]:
        """Return the units of a kind that stand below one, dissolved ones included."""
        codes: Mapping[UnitKind, Collection[str]] = {
            "nation": (),
            "governor": self.governors,
            "county": self.counties,
            "office": self.county_of,
        }
        units = (Unit(kind, code) for code in sorted(codes[kind]))
        return tuple(one for one in units if one != unit and self.covers(unit, one))
