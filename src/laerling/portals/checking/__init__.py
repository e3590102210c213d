"""September's pages: what is wrong in the registers, what it costs, and how far mending has come (M7-M9)."""
