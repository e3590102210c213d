"""Versioned question sets as data files in three written forms. Out: questions, routing, scores; published versions never change."""
