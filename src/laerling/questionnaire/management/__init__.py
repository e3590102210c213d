"""Commands of the questionnaire station."""
