"""Commands on how the system is set up."""
