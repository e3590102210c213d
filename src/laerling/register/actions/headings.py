"""Finding a layout's columns in a file, by name and in any order."""

from dataclasses import dataclass

from laerling.register.layouts import Layout, layout, plain_heading
from laerling.register.refusals import ColumnTwice, MissingColumn, UnreadableFile, WrongRegister
from laerling.register.rules.rows import safe_heading

_REGISTERS = ("vigo", "nor", "nlr")


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the layout's columns stand in the file, in the layout's order, and the columns nobody asked for."""

    places: tuple[int, ...]
    n_fields: int
    unknown: tuple[str, ...]


def match(headings: list[str], wanted: Layout) -> Headings:
    """Match a file's headings with a layout. Raises WrongRegister, MissingColumn, ColumnTwice or UnreadableFile."""
    plain = [plain_heading(heading) for heading in headings]
    missing = _missing(plain, wanted)
    if missing:
        _refuse(plain, wanted, missing)
    names = {plain_heading(column.heading): column.heading for column in wanted.columns}
    twice = [heading for name, heading in names.items() if plain.count(name) > 1]
    if twice:
        raise ColumnTwice(columns=", ".join(twice))
    return Headings(
        places=tuple(plain.index(name) for name in names),
        n_fields=len(headings),
        unknown=tuple(
            safe_heading(heading, place)
            for place, (heading, name) in enumerate(zip(headings, plain, strict=True))
            if name and name not in names
        ),
    )


def _refuse(plain: list[str], wanted: Layout, missing: list[str]) -> None:
    others = [layout(register) for register in _REGISTERS if register != wanted.register]
    if any(not _missing(plain, other) for other in others):
        raise WrongRegister(register=wanted.register.upper())
    if len(missing) == len(wanted.columns):
        raise UnreadableFile
    raise MissingColumn(columns=", ".join(missing))


def _missing(plain: list[str], wanted: Layout) -> list[str]:
    return [column.heading for column in wanted.columns if plain_heading(column.heading) not in plain]
