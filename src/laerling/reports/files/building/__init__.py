"""From what a page shows to a report: one builder for each view of the reporting portal."""

from laerling.reports.files.building.fixed import full_report, short_report
from laerling.reports.files.building.overview import overview_report
from laerling.reports.files.building.themes import question_report, theme_report

__all__ = ["full_report", "overview_report", "question_report", "short_report", "theme_report"]
