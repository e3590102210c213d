"""The maps there are, by register."""

from functools import cache
from pathlib import Path
from typing import Final

from laerling.register.layouts.reading import BrokenMap, Column, Layout, plain_heading, read

__all__ = ["REGISTERS", "Column", "Layout", "layout", "maps", "plain_heading", "use"]

REGISTERS: Final = ("vigo", "nor", "nlr")
_HOUSE: Final = Path(__file__).parent
_REFERENCE: Final = "handbook"
_more: dict[str, tuple[Layout, ...]] = {}


@cache
def layout(register: str) -> Layout:
    """Return the reference map of a register: "vigo", "nor" or "nlr"."""
    return read(_HOUSE / register / f"{_REFERENCE}.toml")


def maps(register: str) -> tuple[Layout, ...]:
    """Return every map of a register, the reference first, then the house's others, then those of LAERLING_LAYOUTS."""
    return (*_own(register), *_more.get(register, ()))


def use(folder: Path | None) -> None:
    """Read the maps of a folder beside the house's own; None leaves those alone. Raises BrokenMap, in one sentence."""
    found: dict[str, tuple[Layout, ...]] = {}
    if folder is not None and not folder.is_dir():
        raise BrokenMap(f"LAERLING_LAYOUTS names {folder}, and there is no such folder.")
    for path in sorted(folder.rglob("*.toml")) if folder else ():
        made = read(path, layout)
        known = (*_own(made.register), *found.get(made.register, ()))
        if any(made.headings == other.headings for other in known):
            raise BrokenMap(f"The column map {path.name} has the same headings as another map of its register.")
        found[made.register] = (*found.get(made.register, ()), made)
    _more.clear()
    _more.update(found)


@cache
def _own(register: str) -> tuple[Layout, ...]:
    others = sorted(path for path in (_HOUSE / register).glob("*.toml") if path.stem != _REFERENCE)
    return (layout(register), *(read(path, layout) for path in others))
