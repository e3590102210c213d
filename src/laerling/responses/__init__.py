"""Drafts and the sealed urn. In: a filled-in questionnaire. Out: sealed ballots; after the opening, shuffled rows without ids."""
