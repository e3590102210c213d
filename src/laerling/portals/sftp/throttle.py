"""How long somebody who guesses passwords must wait. Pure.

Counted per user name and address together: whoever guesses at a county's password shuts out himself, never the county
where it sits. Unknown user names share one count per address, and behave as known ones do.
"""

from collections import OrderedDict
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Final

FREE_TRIES: Final = 5
_FIRST_WAIT, _LONGEST_WAIT = 5.0, 900.0
_FORGOTTEN_AFTER: Final = 3_600.0
_MOST_KEPT: Final = 10_000
Key = tuple[str, str]


@dataclass(slots=True)
class _Tries:
    n: int = 0
    last: float = 0.0
    open_from: float = 0.0


def network(address: str) -> str:
    """Return what counts as one place: an IPv4 address, or the /64 that one IPv6 customer has to himself."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(IPv6Address(int(found) >> 64 << 64))
    return str(getattr(found, "ipv4_mapped", None) or found)


class Throttle:
    """Tries by place and user name; instants are seconds of any clock that only goes forward."""

    def __init__(self) -> None:
        self._tries: OrderedDict[Key, _Tries] = OrderedDict()

    def wait(self, key: Key, now: float) -> float:
        """Return for how many seconds a password is not even looked at; 0 where it is."""
        tries = self._tries.get(key)
        return max(0.0, tries.open_from - now) if tries else 0.0

    def count(self, key: Key, now: float) -> None:
        """Count a try, before it is looked at: one that is broken off halfway counts too.

        Five are free, then each wrong one doubles the wait: 5 seconds, 10, 20 … 15 minutes. After an hour without a
        try all is forgotten.
        """
        tries = self._tries.setdefault(key, _Tries())
        if now - tries.last > _FORGOTTEN_AFTER:
            tries.n = 0
        tries.n += 1
        tries.last = now
        if tries.n >= FREE_TRIES:
            tries.open_from = now + min(_LONGEST_WAIT, _FIRST_WAIT * 2.0 ** min(tries.n - FREE_TRIES, 20))
        self._tries.move_to_end(key)
        while len(self._tries) > _MOST_KEPT:
            self._tries.popitem(last=False)

    def forget(self, key: Key) -> None:
        """Begin anew: the password was right, or could not be looked at."""
        self._tries.pop(key, None)
