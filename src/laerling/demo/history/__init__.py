"""The earlier rounds of the invented Norway, 2012 to the year before its own, as the files that `import_history` reads."""
