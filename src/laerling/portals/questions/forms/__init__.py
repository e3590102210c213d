"""The forms of the questions portal."""
