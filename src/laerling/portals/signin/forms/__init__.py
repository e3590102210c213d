"""The forms of the sign-in portal."""
