"""The charts of reports: one Vega-Lite specification each, in two widths, drawn on the server."""

from laerling.reports.charts.days import DayLine, DayTick, days_chart
from laerling.reports.charts.distributions import distribution_chart
from laerling.reports.charts.frame import Chart
from laerling.reports.charts.indices import index_chart, legend

__all__ = ["Chart", "DayLine", "DayTick", "days_chart", "distribution_chart", "index_chart", "legend"]
