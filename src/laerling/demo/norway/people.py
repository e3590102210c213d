"""Invented people: apprentices and training supervisors, and how to reach them."""

# Shares and spans of an invented country are its data.
# ruff: noqa: PLR2004

from random import Random
from typing import Final

from mimesis import Person as MimesisPerson
from mimesis.enums import Gender
from mimesis.locales import Locale

from laerling.demo.norway.counties import UNKNOWN_WRITTEN_FORM_PCT, CountyShape
from laerling.demo.norway.numbers import email, foreign_mobile, mobile, opaque
from laerling.demo.norway.organisations import Establishment, Supervisor
from laerling.demo.norway.words import FAMILY, GIVEN_MEN, GIVEN_WOMEN

_N_FAMILY_NAMES: Final = 300
_N_OLDER_NAMES: Final = 120
FOREIGN_MOBILE_SHARE: Final = 0.006


class People:
    """Makes people from common given and family names drawn apart, so that no whole name is anybody's."""

    def __init__(self, rng: Random, year: int) -> None:
        """Draw the stock of names; `year` is the round's."""
        self.rng = rng
        self.year = year
        self.serial = 0
        self.n_foreign = 0
        stock = MimesisPerson(Locale.NO, seed=rng.getrandbits(32))
        family = {stock.last_name() for _ in range(_N_FAMILY_NAMES * 3)}
        self.family = (*sorted(family)[:_N_FAMILY_NAMES], *FAMILY)
        self.given = {"K": GIVEN_WOMEN, "M": GIVEN_MEN}
        older = {
            "K": {stock.first_name(gender=Gender.FEMALE) for _ in range(_N_OLDER_NAMES)},
            "M": {stock.first_name(gender=Gender.MALE) for _ in range(_N_OLDER_NAMES)},
        }
        self.older = (*sorted(older["K"] | older["M"]), *GIVEN_MEN, *GIVEN_WOMEN)

    def apprentice(
        self, county: CountyShape, women_pct: int, *, sibling_of: str = ""
    ) -> tuple[str, str, str, str, str, str, str]:
        """PersonId, year of birth, gender, name, e-mail, mobile and written form of a new apprentice.

        A sibling gets the family name of the one named in `sibling_of`.
        """
        rng = self.rng
        gender = "K" if rng.random() * 100 < women_pct else "M"
        name = self._name(self.given[gender])
        if sibling_of:
            name = f"{name.split()[0]} {sibling_of.rsplit(maxsplit=1)[-1]}"
        self.serial += 1
        return (
            opaque(rng, "p"),
            str(self._birth_year()),
            gender,
            name,
            email(name, self.serial),
            self._mobile(),
            self._written_form(county),
        )

    def supervisor(self, establishment: Establishment) -> Supervisor:
        """One of the establishment's training supervisors; a large one has up to five."""
        rng = self.rng
        known = establishment.supervisors
        n_supervisors = 1 + min(4, int(establishment.size / 6))
        place = int(rng.random() * n_supervisors)
        if place < len(known):
            return known[place]
        name = self._name(self.older, middle_name=False)
        self.serial += 1
        made = Supervisor((opaque(rng, "fl"), name, email(name, self.serial), mobile(rng)))
        known.append(made)
        return made

    def _name(self, given: tuple[str, ...], *, middle_name: bool = True) -> str:
        rng = self.rng
        family = self.family[int(rng.random() * len(self.family))]
        # Common names are common: squaring leans towards the first of the list.
        first = given[int(rng.random() ** 1.6 * len(given))]
        if middle_name and rng.random() < 0.12:
            return f"{first} {given[int(rng.random() * len(given))]} {family}"
        return f"{first} {family}"

    def _mobile(self) -> str:
        if self.rng.random() < FOREIGN_MOBILE_SHARE:
            self.n_foreign += 1
            return foreign_mobile(self.n_foreign)
        return mobile(self.rng)

    def _birth_year(self) -> int:
        drawn = self.rng.random()
        if drawn < 0.78:
            return self.year - 18 - int(drawn * 5 / 1.3)
        if drawn < 0.95:
            return self.year - 21 - int((drawn - 0.78) * 40)
        return self.year - 28 - int((drawn - 0.95) * 600)

    def _written_form(self, county: CountyShape) -> str:
        drawn = self.rng.random() * 100
        if drawn < UNKNOWN_WRITTEN_FORM_PCT:
            return ""
        return "N" if drawn < UNKNOWN_WRITTEN_FORM_PCT + county.nynorsk_pct else "B"
