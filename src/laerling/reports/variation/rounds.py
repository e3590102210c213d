"""Which rounds can be compared with one of them (M25). Pure."""

from collections.abc import Sequence

from laerling.questionnaire.rules import Series


def comparable(series: Sequence[Series], year: int) -> range:
    """Return the rounds in one series with `year`; it alone where nothing says that others are."""
    for one in series:
        last = one.last_round or max(year, one.first_round)
        if one.first_round <= year <= last:
            return range(one.first_round, last + 1)
    return range(year, year + 1)
