"""Calendar addresses that a calendar program may fetch by itself: the round's dates and the unit's dispatches."""
