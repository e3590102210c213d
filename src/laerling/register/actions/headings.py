"""Finding a layout's columns in a file, by name and in any order; and the layout itself, by the headings it has."""

from dataclasses import dataclass

from laerling.register.layouts import REGISTERS, Layout, maps, plain_heading
from laerling.register.refusals import ColumnTwice, MissingColumn, UnreadableFile, WrongRegister
from laerling.register.rules.rows import safe_heading


@dataclass(frozen=True, slots=True)
class Headings:
    """The layout a file has; where each column's parts stand in it, none where absent; columns nobody asked for."""

    layout: Layout
    places: tuple[tuple[int, ...], ...]
    unknown: tuple[str, ...]

    def has(self, field: str) -> bool:
        """Whether the file has a column for a field."""
        return bool(self.places[self.layout.position(field)])


def match(headings: list[str], register: str) -> Headings:
    """Match a file's headings with the register's maps: of those that fit, the one that knows most of its columns.

    Raises WrongRegister, MissingColumn, ColumnTwice or UnreadableFile.
    """
    plain = [plain_heading(heading) for heading in headings]
    fitting = [layout for layout in maps(register) if not _missing(plain, layout)]
    if not fitting:
        _refuse(plain, register)
    layout = max(fitting, key=lambda one: len(_known(one) & set(plain)))
    names = {plain_heading(heading): heading for column in layout.columns for heading in column.headings}
    if twice := [heading for name, heading in names.items() if plain.count(name) > 1]:
        raise ColumnTwice(columns=", ".join(twice))
    return Headings(
        layout=layout,
        places=tuple(_places(plain, column.headings) for column in layout.columns),
        unknown=tuple(
            safe_heading(heading, place)
            for place, (heading, name) in enumerate(zip(headings, plain, strict=True))
            if name and name not in names
        ),
    )


def _places(plain: list[str], headings: tuple[str, ...]) -> tuple[int, ...]:
    """Return where a column's parts stand; an optional one of which a part is missing is absent."""
    names = [plain_heading(heading) for heading in headings]
    return tuple(map(plain.index, names)) if set(names) <= set(plain) else ()


def _refuse(plain: list[str], register: str) -> None:
    """Refuse a file that no map of its register fits, by the map it comes closest to."""
    if any(not _missing(plain, other) for name in REGISTERS if name != register for other in maps(name)):
        raise WrongRegister(register=register.upper())
    nearest = max(maps(register), key=lambda one: len(_known(one) & set(plain)))
    if not _known(nearest) & set(plain):
        raise UnreadableFile
    raise MissingColumn(columns=", ".join(_missing(plain, nearest)))


def _known(layout: Layout) -> set[str]:
    return {plain_heading(heading) for column in layout.columns for heading in column.headings}


def _missing(plain: list[str], layout: Layout) -> list[str]:
    return [
        heading
        for column in layout.columns
        if not column.optional
        for heading in column.headings
        if plain_heading(heading) not in plain
    ]
