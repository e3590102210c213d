"""One figure of one unit over the years: which rounds make a line, where it breaks and why, where a year lies instead."""
