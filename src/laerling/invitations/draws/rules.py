"""How many may win. Pure.

The figures are ours, until the Directorate decides: each winner is one person of whom it is known that they answered.
"""

from typing import Final

# So many must have answered before anybody is drawn: the same as for every count that is shown.
FEWEST_ANSWERED: Final = 5
# At most so many winners a county and round, in all its draws.
WINNERS_AT_MOST: Final = 10
# And at most one in so many of those who have answered, so that the draws never come near a list of them.
ONE_IN: Final = 5


def winners_left(*, n_answered: int, n_drawn: int) -> int:
    """Return how many more may win where `n_answered` have answered and `n_drawn` have won already."""
    return max(0, min(WINNERS_AT_MOST, n_answered // ONE_IN) - n_drawn)
