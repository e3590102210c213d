"""What a person or program is told of a file."""

from dataclasses import dataclass
from datetime import date

from laerling.register.actions.tally import SetAside
from laerling.register.models import Extract, SetAsideRow

_MOST_PLACES = 100


@dataclass(frozen=True, slots=True)
class ImportReceipt:
    """What became of a file. `set_aside` holds the first places set aside; `unknown_columns` were passed over.

    `state` is "checked" while the file waits; its figures then are what it would bring. `n_missing` counts the
    contracts of the file's counties that it lacks: they stay. `seen_before`: the very file came in earlier.
    """

    extract_id: str
    register: str
    stage: str
    state: str
    count_date: date | None
    n_rows: int
    n_new: int
    n_changed: int
    n_unchanged: int
    n_set_aside: int
    unknown_columns: tuple[str, ...]
    set_aside: tuple[SetAside, ...]
    seen_before: bool
    n_missing: int = 0


def receipt_of(extract: Extract, *, seen_before: bool = False) -> ImportReceipt:
    """Return the receipt of an extract. One that was taken in before brings nothing now."""
    is_old = seen_before and extract.decided_at is not None
    places = SetAsideRow.objects.filter(extract_id=extract.id).order_by("row_number", "column", "rule")
    return ImportReceipt(
        extract_id=str(extract.id),
        register=extract.register,
        stage=extract.stage,
        state=extract.state,
        count_date=extract.count_date,
        n_rows=extract.n_rows,
        n_new=0 if is_old else extract.n_new,
        n_changed=0 if is_old else extract.n_changed,
        n_unchanged=extract.n_rows - extract.n_set_aside if is_old else extract.n_unchanged,
        n_set_aside=extract.n_set_aside,
        unknown_columns=tuple(extract.unknown_columns),
        set_aside=tuple(
            SetAside(*place) for place in places.values_list("row_number", "column", "rule")[:_MOST_PLACES]
        ),
        seen_before=seen_before,
        n_missing=extract.n_missing,
    )
