"""Compiles the message catalogues that are newer than their compiled form; needs no system package."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from laerling.config.env import PROJECT


def compile_catalogues() -> int:
    """Write a .mo beside every .po that changed since, and return how many were written."""
    written = 0
    for source in (PROJECT / "src" / "laerling").rglob("locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            _compile(source, target)
            written += 1
    return written


def _compile(source: Path, target: Path) -> None:
    with source.open("rb") as file:
        catalogue = read_po(file)
    partial = target.with_suffix(".mo.partial")
    with partial.open("wb") as file:
        write_mo(file, catalogue)
    partial.replace(target)
