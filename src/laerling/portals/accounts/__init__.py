"""Who has access: giving, ending, confirming each autumn, and the units below."""
