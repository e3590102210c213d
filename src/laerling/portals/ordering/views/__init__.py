"""Pages by family."""
