"""The year's clockwork. In: the round's calendar and the time. Out: each step taken once, when it is due."""
