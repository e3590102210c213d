"""Reports as files: one description that page queries fill, and one writer for each kind of file."""

from laerling.reports.files.building import (
    breakdown_report,
    findings_report,
    full_report,
    index_report,
    overview_report,
    question_report,
    reckoned_report,
    short_report,
    theme_report,
    variation_report,
    years_report,
)
from laerling.reports.files.document import Report
from laerling.reports.files.writing import FORMATS, NoPicture, write

__all__ = [
    "FORMATS",
    "NoPicture",
    "Report",
    "breakdown_report",
    "findings_report",
    "full_report",
    "index_report",
    "overview_report",
    "question_report",
    "reckoned_report",
    "short_report",
    "theme_report",
    "variation_report",
    "write",
    "years_report",
]
