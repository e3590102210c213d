"""Builds a whole invented round through the public actions, each called at its own date."""
