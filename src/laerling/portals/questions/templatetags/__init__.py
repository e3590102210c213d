"""Template tags of the questions portal."""
