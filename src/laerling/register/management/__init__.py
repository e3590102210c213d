"""Commands of the station."""
