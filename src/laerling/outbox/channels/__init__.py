"""The ways a message leaves: one folder each."""
