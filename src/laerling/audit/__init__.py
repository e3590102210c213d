"""What was done, by whom and when. Append-only; no foreign keys, so that nothing becomes undeletable."""
