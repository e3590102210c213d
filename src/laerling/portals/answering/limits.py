"""How fast links may be guessed and lost ones asked for, by network. What is right is never limited.

Counted in this process only, and in its memory: a site of several processes allows as many times more, which is nothing
against 128 bits, and no table and no log ever holds where somebody came from.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from math import ceil
from threading import Lock
from typing import Final

from django.http import HttpRequest

from laerling.kernel import clock
from laerling.portals.shell.limits import TooFast
from laerling.portals.shell.networks import network

_NETWORKS_AT_MOST: Final = 10_000


@dataclass(slots=True)
class Allowance:
    """`at_once` uses in a row from a network, and then one each `seconds`. The longest unseen networks are forgotten."""

    at_once: int
    seconds: float
    _used_until: OrderedDict[str, float] = field(default_factory=OrderedDict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def take(self, key: str, now: float) -> int:
        """Use up one and return 0; or, where all are used up, how many seconds until there is one again. `now` in seconds."""
        with self._lock:
            used_until = max(self._used_until.get(key, now), now) + self.seconds
            wait = used_until - now - self.at_once * self.seconds
            if wait > 0:
                return ceil(wait)
            self._used_until[key] = used_until
            self._used_until.move_to_end(key)
            if len(self._used_until) > _NETWORKS_AT_MOST:
                self._used_until.popitem(last=False)
            return 0

    def forget(self) -> None:
        """Forgive everybody."""
        with self._lock:
            self._used_until.clear()


# A school or a mobile operator may sit behind one network: so many mistype in a row there, and then one a second.
GUESSES: Final = Allowance(at_once=200, seconds=1)
LOST_LINKS: Final = Allowance(at_once=20, seconds=15)
# A whole room mistypes at once, and then one every five seconds: of half a million codes, two open a room.
ROOM_CODES: Final = Allowance(at_once=120, seconds=5)
SEATS: Final = Allowance(at_once=240, seconds=2)


def seconds_to_wait(request: HttpRequest, allowance: Allowance) -> int:
    """Use up one of the network's allowance; return 0, or how long to wait where it is used up."""
    return allowance.take(network(request), clock.real_seconds())


def require(request: HttpRequest, allowance: Allowance) -> None:
    """Use up one of the network's allowance. Raises TooFast."""
    if wait := seconds_to_wait(request, allowance):
        raise TooFast(retry_after=wait)
