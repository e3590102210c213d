"""Questions about results. Everything comes from released cells, and only once the results are out."""

from laerling.reports.queries.breakdowns import breakdown
from laerling.reports.queries.over_years import over_years, reckoned
from laerling.reports.queries.overview import overview, units_below
from laerling.reports.queries.questions import index_report, question_report, theme, themes
from laerling.reports.queries.releases import facts_of, items_of, stamp, years
from laerling.reports.queries.units import (
    MOST_CHOSEN,
    choosable,
    chosen,
    compared,
    lies_in,
    own_counties,
    own_unit,
    unit,
)

__all__ = [
    "MOST_CHOSEN",
    "breakdown",
    "choosable",
    "chosen",
    "compared",
    "facts_of",
    "index_report",
    "items_of",
    "lies_in",
    "over_years",
    "overview",
    "own_counties",
    "own_unit",
    "question_report",
    "reckoned",
    "stamp",
    "theme",
    "themes",
    "unit",
    "units_below",
    "years",
]
