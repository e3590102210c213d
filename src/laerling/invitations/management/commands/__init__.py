"""Each command parses, calls one action and prints what came of it."""
