"""What the ordering pages' templates ask for."""
