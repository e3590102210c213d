"""Questions about how far the round has come, all of them answered from counts."""

from laerling.invitations.tallies.queries.effects import effects
from laerling.invitations.tallies.queries.shares import (
    counted_at,
    day_of,
    days,
    divisions,
    governed_counties,
    n_days,
    parts,
    whole,
    year_before,
)
from laerling.invitations.tallies.queries.standings import standings

__all__ = [
    "counted_at",
    "day_of",
    "days",
    "divisions",
    "effects",
    "governed_counties",
    "n_days",
    "parts",
    "standings",
    "whole",
    "year_before",
]
