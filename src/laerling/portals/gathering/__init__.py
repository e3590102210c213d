"""Gatherings for counties and offices: planning, slips, the wall (M21)."""
