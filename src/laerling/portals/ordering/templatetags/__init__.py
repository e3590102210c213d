"""Filters of the ordering pages."""
