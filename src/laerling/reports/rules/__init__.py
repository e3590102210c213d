"""Sums behind reports: scales and their colours, intervals and differences beyond chance. Pure."""

from laerling.reports.rules.chance import Interval, error, interval, share_interval, z_of_difference
from laerling.reports.rules.scales import band_shares, inks, shares

__all__ = [
    "Interval",
    "band_shares",
    "error",
    "inks",
    "interval",
    "share_interval",
    "shares",
    "z_of_difference",
]
