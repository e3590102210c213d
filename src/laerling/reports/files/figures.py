"""The one way a number of a report is written, for people and for spreadsheets, and what no spreadsheet takes for a formula."""

from laerling.reports import words
from laerling.reports.files.document import Cell, Kind, Number
from laerling.reports.words import SIGN

# How many decimals a number is written with, in pages and files alike.
DECIMALS: dict[Kind, int] = {"mean": 1, "percent": 0, "people": 0, "count": 0}

# A spreadsheet takes a text that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def written(cell: Cell) -> str:
    """Return a cell as people read it in the language that is on: "3,8", "42 %", "24–27 %", "1 204", the sign, or the text."""
    if isinstance(cell, str):
        return cell
    if cell.said:
        return cell.said
    if cell.value is None or cell.high is None:
        return f"{_one(cell.kind, cell.value)} {cell.mark}".rstrip()
    if cell.kind == "percent":
        return words.percents((cell.value, cell.high))
    return f"{_one(cell.kind, cell.value)}–{_one(cell.kind, cell.high)}"


def reckoned(cell: Cell) -> str | int | float:
    """Return a cell as a spreadsheet keeps it: a number with the decimals it is written with, or the text or the sign."""
    if isinstance(cell, str):
        return guarded(cell)
    if cell.said or cell.high is not None:
        return written(cell)
    return SIGN if cell.value is None else rounded(cell)


def rounded(number: Number) -> int | float:
    """Return a number that is shown with the decimals it is written with. Raises ValueError for one that is not."""
    if number.value is None:
        raise ValueError("the number is not shown")
    decimals = DECIMALS[number.kind]
    return round(number.value, decimals) if decimals else round(number.value)


def guarded(text: str) -> str:
    """Return a text no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _one(kind: Kind, value: float | None) -> str:
    if kind == "mean":
        return words.decimal(value)
    if kind == "percent":
        return words.percent(value)
    return words.whole(None if value is None else round(value))
