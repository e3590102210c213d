"""Forms by family."""
