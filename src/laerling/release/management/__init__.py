"""Commands of the release."""
