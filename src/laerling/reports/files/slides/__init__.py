"""A report as slides: charts that can be edited, words for those who do not see them, and notes for whoever speaks."""

from laerling.reports.files.slides.deck import pptx_file

__all__ = ["pptx_file"]
