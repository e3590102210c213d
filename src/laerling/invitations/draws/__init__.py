"""Draws of prizes among those who have answered: the winners are shown, and nobody else."""
