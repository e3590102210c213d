"""Signing in and out of the staff site with one's own e-mail address and password (M11)."""
