"""Pages of the accounts portal."""
