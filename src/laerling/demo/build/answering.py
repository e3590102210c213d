"""The round's key, and the answers."""

from pathlib import Path

from laerling.demo.build.steps import Step


def key_steps(*, home: Path, year: int) -> tuple[Step, ...]:
    return ()


def steps(*, home: Path, year: int) -> tuple[Step, ...]:
    return ()


def spare_path(year: int) -> str:
    return ""
