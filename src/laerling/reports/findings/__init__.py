"""Special findings (M29): what should be followed up at once, pointed out where it may be shown and rolled up where not."""
