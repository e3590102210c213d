"""Column maps: which heading of a register file becomes which of our fields, and how it is read. Data, one file each."""

import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Column:
    """One column: our field, the file's heading, the handbook's id, and how its values are read.

    `longest` is the most characters a value may have; `codes` maps the file's codes to ours.
    """

    name: str
    heading: str
    read: str
    longest: int
    handbook: str = ""
    required: bool = False
    codes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layout:
    """The map of one register's file."""

    register: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Our fields, in the order of the map."""
        return tuple(column.name for column in self.columns)

    def position(self, name: str) -> int:
        """Return where a field stands among `names`."""
        return self.names.index(name)

    def heading(self, name: str) -> str:
        """Return the file's heading of a field."""
        return self.columns[self.position(name)].heading


def parse(text: str) -> Layout:
    """Return the layout a TOML map describes."""
    table = tomllib.loads(text)
    return Layout(table["register"], tuple(Column(**column) for column in table["column"]))


@cache
def layout(register: str) -> Layout:
    """Return the house's own map of a register: "vigo", "nor" or "nlr"."""
    return parse((Path(__file__).parent / f"{register}.toml").read_text(encoding="utf-8"))


def plain_heading(heading: str) -> str:
    """Return a heading as it is compared: composed characters, single spaces, small letters."""
    return " ".join(unicodedata.normalize("NFC", heading).split()).casefold()
