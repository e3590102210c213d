"""Which bounces say that nobody is at an address, and which say only that one message did not arrive. Pure.

A full mailbox, a letter taken for spam, a telephone that was off: the message is lost and the address is good. Codes of
mail are those of RFC 3463.
"""

import re
from typing import Final

# 5.1.x speaks of the address, 5.2.1 of a mailbox that is shut, 5.4.4 of a domain that is not there. Without such a code,
# 550, 551 and 553 are what a server says of a recipient it does not know.
_DEAD: Final = re.compile(
    r"(smtp_\d{3}_|dsn_)5\.(1\.\d{1,3}|2\.1|4\.4)\Z|smtp_(550|551|553)\Z|bad_address\Z|no_such_number\Z"
)
# Where more than a tenth of what was sent came back so, it is the provider that turns us away, not the addresses.
_FEW: Final = 5
_TENTH: Final = 10


def condemns(reason: str) -> bool:
    """Return whether a bounce's reason says that nobody is reached at the address."""
    return _DEAD.match(reason) is not None


def is_believable(n_dead: int, n_sent: int) -> bool:
    """Return whether so many addresses can be dead of so many that were written to."""
    return n_dead <= max(_FEW, n_sent // _TENTH)
