"""What may be shown, and what must be hidden so that nothing hidden can be reckoned out. Pure numpy, no database."""
