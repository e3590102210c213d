"""The charts of reports: one drawing each, in two widths, the same for page and file."""

from laerling.reports.charts.days import DayLine, DayTick, days_chart
from laerling.reports.charts.distributions import distribution_chart, named_distributions
from laerling.reports.charts.frame import Chart, legend
from laerling.reports.charts.indices import index_chart
from laerling.reports.charts.lanes import Lane, lanes_chart
from laerling.reports.charts.years import years_chart

__all__ = [
    "Chart",
    "DayLine",
    "DayTick",
    "Lane",
    "days_chart",
    "distribution_chart",
    "index_chart",
    "lanes_chart",
    "legend",
    "named_distributions",
    "years_chart",
]
