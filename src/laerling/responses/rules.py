"""What holds of a round's key and of what is destroyed. Pure.

How long a proof is fresh and how long the sealed ballots are kept are the Directorate's to change: the figures stand in
the project's notes on reliability, sections 3.5 and 6.2, until it has decided.
"""

from datetime import datetime, timedelta
from typing import Final, Literal

# A round opens only with a proof of possession that is younger than this; migration 0003 says the same.
PROOF_DAYS: Final = 14
# A riddle is answered within this, so that nobody saves an answer for later.
RIDDLE_HOURS: Final = 24
# Sealed ballots are kept so long after their answers came in, should the opening have to be done again.
URN_DAYS: Final = 30

Destroyed = Literal["link_key", "draft_pepper", "mac_key", "drafts", "backup_key", "urn", "identity"]

# What the close and the clockwork destroy, and what people must destroy with their hands.
DESTROYED_BY_US: Final[tuple[Destroyed, ...]] = ("link_key", "draft_pepper", "mac_key", "drafts", "urn")
DESTROYED_BY_HAND: Final[tuple[Destroyed, ...]] = ("backup_key", "identity")


def is_fresh(proven_at: datetime | None, *, at: datetime) -> bool:
    """Return whether a proof from `proven_at` is young enough at the instant `at`."""
    return proven_at is not None and at - proven_at <= timedelta(days=PROOF_DAYS)


def urn_due_at(opened_at: datetime) -> datetime:
    """Return when the sealed ballots of a round whose answers came in at `opened_at` are destroyed."""
    return opened_at + timedelta(days=URN_DAYS)
