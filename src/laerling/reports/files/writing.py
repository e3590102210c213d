"""Which files a report can be, and what each is called and sent as."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from laerling.reports.files.document import Report
from laerling.reports.files.lines import csv_file
from laerling.reports.files.paper import pdf_file
from laerling.reports.files.pictures import png_file, svg_file
from laerling.reports.files.slides import pptx_file
from laerling.reports.files.workbook import xlsx_file

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: how it is written, and its media type."""

    write: Callable[[Report], bytes]
    media_type: str


class NoPicture(LookupError):
    """The report has no chart, so it has no picture."""


def _picture(write: Callable[..., bytes]) -> Callable[[Report], bytes]:
    def first(report: Report) -> bytes:
        if not report.charts:
            raise NoPicture(report.name)
        return write(report, report.charts[0])

    return first


FORMATS: Final[dict[str, Format]] = {
    "pdf": Format(pdf_file, "application/pdf"),
    "pptx": Format(pptx_file, f"{_OFFICE}.presentationml.presentation"),
    "xlsx": Format(xlsx_file, f"{_OFFICE}.spreadsheetml.sheet"),
    "csv": Format(csv_file, "text/csv; charset=utf-8"),
    "svg": Format(_picture(svg_file), "image/svg+xml"),
    "png": Format(_picture(png_file), "image/png"),
}


def write(report: Report, kind: str) -> bytes:
    """Return a report as a file of a kind of `FORMATS`. Raises KeyError, and NoPicture where there is no chart to draw."""
    return FORMATS[kind].write(report)
