"""Files made a moment ago: a client looks at a file's size, then fetches it, and must get the very same one."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

KEPT_SECONDS: Final = 30.0
_MOST_BYTES: Final = 128 * 1024 * 1024
Key = tuple[str, str, str]


@dataclass(slots=True)
class _Place:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    content: bytes | None = None
    made: float = 0.0


class Shelf:
    """Contents by county, language and path; never given to another county, as the county is part of the key."""

    def __init__(self) -> None:
        self._places: OrderedDict[Key, _Place] = OrderedDict()

    async def get(self, key: Key, make: Callable[[], Awaitable[bytes]]) -> bytes:
        """Return what was made less than half a minute ago, else make it: once, however many ask at the same time."""
        place = self._places.setdefault(key, _Place())
        async with place.lock:
            now = asyncio.get_running_loop().time()
            if place.content is None or now - place.made > KEPT_SECONDS:
                place.content, place.made = await make(), now
            content = place.content
        self._clear(now)
        return content

    def _clear(self, now: float) -> None:
        """Drop what is old, and the oldest where too much is kept. What somebody is fetching lives on with them."""
        kept = sum(len(place.content or b"") for place in self._places.values())
        for key, place in sorted(self._places.items(), key=lambda item: item[1].made):
            if place.lock.locked() or (now - place.made <= KEPT_SECONDS and kept <= _MOST_BYTES):
                continue
            kept -= len(place.content or b"")
            del self._places[key]
