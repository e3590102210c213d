"""Sending somebody their own link again, when they have lost it and ask for it themselves."""
