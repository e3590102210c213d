"""Messages and what became of them. In: references to write to. Out: each one sent once, or why not."""
