"""Test to myself: the very messages of a dispatch, sent to whoever is about to order it."""
