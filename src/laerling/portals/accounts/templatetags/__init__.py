"""Template filters of the accounts portal."""
