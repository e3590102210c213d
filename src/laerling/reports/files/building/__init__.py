"""From what a page shows to a report: one builder for each view of the reporting portal."""

from laerling.reports.files.building.breakdowns import breakdown_report
from laerling.reports.files.building.findings import findings_report
from laerling.reports.files.building.fixed import full_report, short_report
from laerling.reports.files.building.overview import overview_report
from laerling.reports.files.building.questions import index_report, question_report, theme_report
from laerling.reports.files.building.variation import variation_report
from laerling.reports.files.building.years import reckoned_report, years_report

__all__ = [
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
    "years_report",
]
