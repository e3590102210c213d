"""The national Apprentice Survey: from the register extract in September to the results in January."""
