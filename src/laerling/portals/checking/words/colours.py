"""What a finding costs, in colour."""

from typing import Final

# The colour of each; the words beside it say the same.
COLOURS: Final = {
    "stop": "danger",
    "unreachable": "danger",
    "doubt": "warning",
    "reduced": "warning",
    "notice": "neutral",
}
