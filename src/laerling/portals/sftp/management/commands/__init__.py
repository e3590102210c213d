"""Commands of the counties' areas."""
