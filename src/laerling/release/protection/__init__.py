"""Disclosure control as a tool of its own: microdata and a plan in, protected cells and a certificate out. No database."""
