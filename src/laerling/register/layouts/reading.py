"""Reading one map, and saying in one sentence what is wrong with it."""

import re
import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final

_READS: Final = frozenset(
    {"date", "orgnr", "text", "contact", "id", "person", "programme_area", "code", "county", "birth_year"}
)
_FORM: Final = re.compile(r"(?:dd|mm|yyyy|[./ -])+\Z")
# What a heading may be: it is shown beside the rows it set aside.
_HEADING: Final = re.compile(r"[^\W_][\w .,/()#-]{0,59}\Z")
_LONGEST_SHOWN: Final = 80
_LONGEST_VALUE: Final = 1_000


class BrokenMap(RuntimeError):
    """A column map that cannot be used; the message says which and why, in one sentence."""


@dataclass(frozen=True, slots=True)
class Column:
    """One of our fields: where it stands in the file, and how its values are read.

    `headings` are several where the file splits the field, as a name into two; the parts are joined with `joined`.
    `optional`: a file without the column is no worse. `longest` is the most characters a value may have; `codes` maps
    the file's codes to ours; `form` is how a date is written, "dd.mm.yyyy" where nothing is said.
    """

    name: str
    headings: tuple[str, ...]
    read: str
    longest: int
    handbook: str = ""
    required: bool = False
    optional: bool = False
    joined: str = " "
    form: str = ""
    codes: dict[str, str] = field(default_factory=dict)

    @property
    def heading(self) -> str:
        """The heading as people are told it."""
        return " + ".join(self.headings)


@dataclass(frozen=True, slots=True)
class Layout:
    """The map of one layout of one register's file; its name is that of the TOML file."""

    register: str
    name: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Our fields, in the order of the reference."""
        return tuple(column.name for column in self.columns)

    @property
    def headings(self) -> tuple[tuple[str, ...], ...]:
        """Where the fields stand in the file."""
        return tuple(column.headings for column in self.columns)

    def position(self, name: str) -> int:
        """Return where a field stands among `names`."""
        return self.names.index(name)

    def heading(self, name: str) -> str:
        """Return the file's heading of a field."""
        return self.columns[self.position(name)].heading


def plain_heading(heading: str) -> str:
    """Return a heading as it is compared: composed characters, single spaces, small letters."""
    return " ".join(unicodedata.normalize("NFC", heading).split()).casefold()


def read(path: Path, reference: Callable[[str], Layout] | None = None) -> Layout:
    """Read a map; without `reference` it is one itself. Raises BrokenMap."""
    try:
        return _layout(path.stem, tomllib.loads(path.read_text(encoding="utf-8")), reference)
    except OSError as fault:
        raise BrokenMap(f"The column map {path.name} cannot be opened: {fault.strerror}.") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise BrokenMap(f"The column map {path.name} is not TOML: {fault}.") from fault
    except _Fault as fault:
        raise BrokenMap(f"The column map {path.name} cannot be used: {fault}.") from fault


class _Fault(ValueError):
    """What is wrong with a map."""


def _layout(name: str, table: dict[str, Any], reference: Callable[[str], Layout] | None) -> Layout:
    register = table.get("register")
    if register not in {"vigo", "nor", "nlr"}:
        raise _Fault("its register must be vigo, nor or nlr")
    lines = table.get("column")
    if set(table) != {"register", "column"} or not isinstance(lines, list):
        raise _Fault("it must hold a register and columns, and nothing else")
    known = {column.name: column for column in reference(register).columns} if reference else {}
    columns = {line["name"]: _column(line, known) for line in map(_named, lines)}
    if len(columns) != len(lines):
        raise _Fault("a field stands in it more than once")
    if known and columns.keys() != known.keys():
        raise _Fault(f"it must hold each of the register's fields, and differs at {_differing(columns, known)}")
    headings = [plain_heading(heading) for column in columns.values() for heading in column.headings]
    if len(set(headings)) != len(headings):
        raise _Fault("a heading stands in it more than once")
    return Layout(register, name, tuple(columns[name] for name in (known or columns)))


def _named(line: object) -> dict[str, Any]:
    if not isinstance(line, dict) or not isinstance(line.get("name"), str):
        raise _Fault("every column must have the name of a field")
    return line


def _differing(columns: dict[str, Column], known: dict[str, Column]) -> str:
    return ", ".join(sorted(columns.keys() ^ known.keys()))


def _column(line: dict[str, Any], known: dict[str, Column]) -> Column:
    """Return a column of a map; what a value must be is the reference's, and cannot be loosened."""
    name = line["name"]
    told = line.get("headings", [line.get("heading")])
    headings = tuple(told) if isinstance(told, list) else ()
    given = {key: value for key, value in line.items() if key not in {"heading", "headings"}}
    may_say = {one.name for one in fields(Column)} - ({"read", "longest", "required"} if known else set())
    if unknown := given.keys() - may_say:
        raise _Fault(f"{name} says {', '.join(sorted(unknown))}, which it cannot")
    if not headings or not all(isinstance(one, str) and _HEADING.match(one) for one in headings):
        raise _Fault(f"{name} must have a heading of letters and digits, at most 60 characters")
    if known and name not in known:
        raise _Fault(f"{name} is no field of the register")
    try:
        base = known.get(name) or Column(**{"headings": (), **given})
    except TypeError:
        raise _Fault(f"{name} lacks what a reference must say") from None
    longest = max(map(len, given["codes"]), default=0) if _has_codes(given) else base.longest
    column = replace(base, **{"form": "", "longest": longest, **given, "headings": headings})
    _check(column, known.get(name))
    return column


def _has_codes(given: dict[str, Any]) -> bool:
    codes = given.get("codes")
    return isinstance(codes, dict) and all(isinstance(code, str) for code in codes)


def _check(column: Column, reference: Column | None) -> None:
    name, codes = column.name, column.codes
    if column.read not in _READS or type(column.longest) is not int or not 0 < column.longest <= _LONGEST_VALUE:
        raise _Fault(f"{name} must say how it is read, and its longest value")
    if len(column.heading) > _LONGEST_SHOWN:
        raise _Fault(f"the headings of {name} are together longer than {_LONGEST_SHOWN} characters")
    if type(column.optional) is not bool or (column.required and column.optional):
        raise _Fault(f"{name} must stand in the file, or say optional = true")
    if not isinstance(codes, dict) or not all(isinstance(one, str) for pair in codes.items() for one in pair):
        raise _Fault(f"the codes of {name} must be texts")
    if bool(codes) != (column.read == "code") or (
        reference and not set(codes.values()) <= set(reference.codes.values())
    ):
        raise _Fault(f"the codes of {name} must lead to the reference's")
    if column.form and (column.read != "date" or not _is_form(column.form)):
        raise _Fault(f"the form of {name} must hold dd, mm and yyyy once each")
    if not isinstance(column.joined, str) or column.joined not in {"", " "}:
        raise _Fault(f"{name} can be joined by a space or by nothing")


def _is_form(form: object) -> bool:
    return (
        isinstance(form, str)
        and bool(_FORM.match(form))
        and sorted(re.findall("dd|mm|yyyy", form)) == ["dd", "mm", "yyyy"]
    )
