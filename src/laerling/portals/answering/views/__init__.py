"""What the answering site shows and takes."""
