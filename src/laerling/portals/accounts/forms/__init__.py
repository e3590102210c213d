"""Forms of the accounts portal."""
