"""What a register's values and rows must be, and who can be reached. Pure."""
