"""Register files made of the cases, whole or with one thing changed."""

import csv
import io

import pytest

from laerling.register.actions import import_file


class File:
    """A CSV file in memory: headings and rows that a test may change before it is read."""

    def __init__(self, content: bytes) -> None:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        self.headings, self.rows = lines[0], lines[1:]

    def set(self, row, heading, value):
        self.rows[row][self.headings.index(heading)] = value
        return self

    def set_all(self, heading, value):
        for row in range(len(self.rows)):
            self.set(row, heading, value)
        return self

    def content(self, *, encoding="utf-8", line_end="\r\n"):
        written = io.StringIO()
        csv.writer(written, delimiter=";", lineterminator=line_end).writerows([self.headings, *self.rows])
        return written.getvalue().encode(encoding)


@pytest.fixture
def vigo(cases):
    return File((cases / "vigo.csv").read_bytes())


@pytest.fixture
def take_in(by, now):
    """Take bytes, a File or a path in."""

    def take_in(source, register="vigo", stage="final", at=now, filename="file.csv", by=by):
        content = source.content() if isinstance(source, File) else source
        content = content if isinstance(content, bytes) else content.read_bytes()
        return import_file(
            content=io.BytesIO(content),
            filename=filename,
            register=register,
            round_year=2026,
            stage=stage,
            by=by,
            now=at,
        )

    return take_in


@pytest.fixture
def cases_in(db, cases, take_in):
    """The three registers of the cases, taken in as final."""
    for register in ("nor", "nlr", "vigo"):
        take_in(cases / f"{register}.csv", register)


@pytest.fixture
def one(vigo, cases, take_in):
    """The case file down to one contract that would be asked, with nothing wrong with it; NOR and NLR are in."""
    for register in ("nor", "nlr"):
        take_in(cases / f"{register}.csv", register)
    vigo.rows = [vigo.rows[3]]
    return vigo


@pytest.fixture
def two(one):
    """That contract, and one of another person's by the same office and member establishment."""
    one.rows.append(list(one.rows[0]))
    other = {
        "Kontraktnr": "0079999999",
        "PersonId": "p7-999999",
        "Navn": "Ingrid Hauge",
        "Epost": "ingrid.hauge@eksempel.no",
        "Mobil": "41726354",
    }
    for heading, value in other.items():
        one.set(1, heading, value)
    return one
