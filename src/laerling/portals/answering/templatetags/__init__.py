"""Tags of the answering site."""
