"""How far the round has come, counted now and then: numbers only, so that no page counts people (M22)."""
