"""Writing a sample out as files."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from laerling.kernel.errors import Refusal
from laerling.sample import queries


class NothingDrawn(Refusal):
    """No sample to write out."""

    code = "nothing_drawn"
    sentence = _("No sample is drawn for %(year)s. Draw it first.")


class FolderNotWritable(Refusal):
    """The sample's files cannot be written where they should be."""

    code = "folder_not_writable"
    sentence = _("The files cannot be written in that folder: %(reason)s.")


def export(*, round_year: int, to: Path) -> tuple[Path, ...]:
    """Write sample.csv, excluded.csv and supervisors.csv of the latest draw into a folder, for this user's eyes only.

    Raises NothingDrawn or FolderNotWritable.
    """
    sample = queries.latest(round_year)
    if sample is None:
        raise NothingDrawn(year=round_year)
    try:
        to.mkdir(parents=True, exist_ok=True)
        return _write_all(sample.id, to)
    except OSError as fault:
        raise FolderNotWritable(reason=fault.strerror) from fault


def _write_all(sample_id: str, to: Path) -> tuple[Path, ...]:
    return (
        _write(to / "sample.csv", ("Kontraktnr", "PersonId"), queries.sample_lines(sample_id)),
        _write(to / "excluded.csv", ("Kontraktnr", "PersonId", "Reasons"), queries.excluded_lines(sample_id)),
        _write(
            to / "supervisors.csv", ("Orgnr", "Faglig leder id", "Apprentices"), queries.supervisor_lines(sample_id)
        ),
    )


def _write(path: Path, header: Sequence[str], lines: Iterable[Sequence[str | int]]) -> Path:
    path.touch(mode=0o600)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(header)
        writer.writerows(lines)
    return path
