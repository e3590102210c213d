"""The frame of every page: look, parts, menu, doors, refusals and error pages. README.md is its face."""
