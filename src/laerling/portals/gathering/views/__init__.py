"""What the gatherings' pages show and take."""
