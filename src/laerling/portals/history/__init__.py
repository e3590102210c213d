"""What has been done with our data: who, what in plain words, when; for the unit one acts for."""
