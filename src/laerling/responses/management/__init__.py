"""Commands of the responses station."""
