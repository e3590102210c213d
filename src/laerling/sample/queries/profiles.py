"""How many are asked of each background, and what the codes are called, for the release: counts and names of units only."""

from collections import Counter
from datetime import date

from laerling.sample.models import SampleMember
from laerling.sample.rules import training_year

_COLUMNS = (
    "county_code",
    "office_orgnr",
    "establishment_orgnr",
    "education_programme",
    "trade_code",
    "gender",
    "kind",
)


def asked_by_profile(round_year: int) -> Counter[tuple[str, ...]]:
    """Return how many are asked in the final sample, by their values in the order of PROFILE_KEYS, as the lists have them.

    Nothing is blanked: these are numbers of the lists, and never to be shown beside how many answered.
    """
    rows = SampleMember.objects.filter(sample__round_id=round_year, sample__stage="final")
    found: Counter[tuple[str, ...]] = Counter()
    for *values, starts_on, counted_on in rows.values_list(*_COLUMNS, "facts__starts_on", "count_date").iterator():
        began = date.fromisoformat(starts_on) if starts_on else None
        found[*values, training_year(began, counted_on)] += 1
    return found


def trade_names(round_year: int) -> dict[str, str]:
    """Return what the trades that somebody is asked in are called, by code."""
    rows = SampleMember.objects.filter(sample__round_id=round_year, sample__stage="final")
    pairs = rows.values_list("trade_code", "trade_name").order_by("trade_code", "-trade_name").distinct("trade_code")
    return {code: name or code for code, name in pairs}
