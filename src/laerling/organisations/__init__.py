"""Counties, training offices and establishments, dated, with mergers and splits. In: NOR, NLR. Out: who is what, when."""
