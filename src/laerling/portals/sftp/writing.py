"""Tables as files that open in a Norwegian Excel, never larger than a limit and never with a formula in them."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

import xlsxwriter
from django.utils.translation import gettext_lazy as _

from laerling.kernel.errors import Refusal

# A national list of 60,000 lines of 300 characters is 18 MB; no county comes near.
MOST_BYTES: Final = 32 * 1024 * 1024
Value = str | int | date | None

# What a spreadsheet takes for a formula; a telephone number in international form is none.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER: Final = re.compile(r"\+[0-9 ]+")


class FileTooLarge(Refusal):
    """A list larger than any county's."""

    code = "file_too_large"
    status = 413
    sentence = _("The file is larger than %(megabytes)s MB and cannot be made. Write to technical support.")


def csv_file(headings: Sequence[str], lines: Iterable[Sequence[Value]]) -> bytes:
    """Return a table as CSV: UTF-8 with its mark, semicolons, CRLF, dates dd.mm.yyyy. Raises FileTooLarge."""
    file = io.BytesIO(b"\xef\xbb\xbf")
    file.seek(0, io.SEEK_END)
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([guarded(heading) for heading in headings])
    for line in lines:
        writer.writerow([_written(value) for value in line])
        if file.tell() > MOST_BYTES:
            raise FileTooLarge(megabytes=MOST_BYTES // 2**20)
    content = file.getvalue()
    text.close()
    return content


def xlsx_file(name: str, headings: Sequence[str], lines: Iterable[Sequence[Value]]) -> bytes:
    """Return a table as a workbook of one sheet, `name`, that Excel can sort and filter. Raises FileTooLarge."""
    file = io.BytesIO()
    rows = [[value if isinstance(value, int) else _written(value) for value in line] for line in lines]
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, settings) as book:
        sheet = book.add_worksheet(name)
        columns = [{"header": heading} for heading in headings]
        sheet.add_table(0, 0, max(1, len(rows)), len(columns) - 1, {"columns": columns, "data": rows})
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    content = file.getvalue()
    if len(content) > MOST_BYTES:
        raise FileTooLarge(megabytes=MOST_BYTES // 2**20)
    return content


def guarded(text: str) -> str:
    """Return a text no spreadsheet takes for a formula; zero characters, which none can read, are left out."""
    text = text.replace("\x00", "")
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def _written(value: Value) -> str:
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return guarded("" if value is None else str(value))
