"""The reporting portal's views, by family."""
