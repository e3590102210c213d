"""A September with two extracts, made of the cases: a file may be changed before it is taken in."""

import io

import pytest
from tests.register.conftest import File

from laerling.access.policy import whole
from laerling.register.actions import import_file
from laerling.sample import actions

NATION = whole("nation", "", "Norge")


def county(code):
    return whole("county", code)


def office(orgnr):
    return whole("office", orgnr)


class Vigo(File):
    """The cases' VIGO file, its rows found by contract number."""

    def change(self, number, **values):
        """Change a contract; a heading's spaces are written as underscores."""
        place = self.headings.index("Kontraktnr")
        row = next(position for position, fields in enumerate(self.rows) if fields[place] == number)
        for heading, value in values.items():
            self.set(row, heading.replace("_", " "), value)
        return self

    def drop(self, number):
        place = self.headings.index("Kontraktnr")
        self.rows = [fields for fields in self.rows if fields[place] != number]
        return self

    def counted_on(self, day):
        return self.set_all("Telledato", day)


@pytest.fixture
def vigo(cases):
    """Make a VIGO file of the cases, counted on a day."""

    def make(day="01.10.2026"):
        return Vigo((cases / "vigo.csv").read_bytes()).counted_on(day)

    return make


@pytest.fixture
def take_in(by, now):
    """Take a file in: one made here, or one of the cases by its register's name."""

    def take_in(content, register="vigo", stage="final", at=now):
        return import_file(
            content=io.BytesIO(content if isinstance(content, bytes) else content.content()),
            filename="file.csv",
            register=register,
            round_year=2026,
            stage=stage,
            by=by,
            now=at,
        )

    return take_in


@pytest.fixture
def units_in(db, cases, take_in):
    """NOR and NLR are taken in."""
    for register in ("nor", "nlr"):
        take_in((cases / f"{register}.csv").read_bytes(), register)


@pytest.fixture
def locked(units_in, vigo, take_in, by, now):
    """The final list is drawn from the cases, and locked."""
    take_in(vigo())
    return actions.draw(round_year=2026, stage="final", by=by, now=now)


@pytest.fixture
def compared(units_in, vigo, take_in, by, now):
    """Draw a preliminary list from a file, and a final one from another."""

    def draw_both(preliminary, final):
        for stage, file in (("preliminary", preliminary), ("final", final)):
            take_in(file, stage=stage)
            actions.draw(round_year=2026, stage=stage, by=by, now=now)

    return draw_both
