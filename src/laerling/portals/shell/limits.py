"""How often searches, files out and files in may be asked for, by account and by network. Plain reading has no limit.

Someone who works fast never meets these limits; a program that empties the lists does. The time is the database's own,
since a demo's clock can be set.
"""

import hmac
import secrets
from dataclasses import dataclass
from math import ceil
from typing import Final, Literal

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from laerling.kernel.errors import Refusal
from laerling.portals.shell.networks import network

Use = Literal["search", "export", "upload", "call_back"]


@dataclass(frozen=True, slots=True)
class Allowance:
    """`at_once` uses in a row, and then one each `seconds`."""

    at_once: int
    seconds: float


ALLOWANCES: Final[dict[Use, Allowance]] = {
    "search": Allowance(at_once=60, seconds=1),
    "export": Allowance(at_once=30, seconds=20),
    "upload": Allowance(at_once=20, seconds=30),
    # Calls with a wrong secret; those with the right one have no limit, since a gateway reports thousands a minute.
    "call_back": Allowance(at_once=60, seconds=1),
}
# A county's whole staff may sit behind one address.
NETWORK_FACTOR: Final = 10

# One statement, so that two at the same time cannot have the last one both. Who is refused uses nothing up.
_TAKE: Final = """
    INSERT INTO shell_pace AS pace (key, used_until) VALUES (%(key)s, clock_timestamp() + %(share)s::interval)
    ON CONFLICT (key) DO UPDATE SET used_until = greatest(pace.used_until, clock_timestamp()) + %(share)s::interval
    WHERE pace.used_until + %(share)s::interval <= clock_timestamp() + %(at_most)s::interval
    RETURNING 1
"""
_WAIT: Final = """
    SELECT extract(epoch FROM used_until + %(share)s::interval - clock_timestamp() - %(at_most)s::interval) FROM shell_pace
    WHERE key = %(key)s
"""


class TooFast(Refusal):
    """The account or its network has used up what it may do in a short time. `retry_after` is in seconds."""

    code = "too_fast"
    status = 429
    sentence = _("This was asked for very often in a short time. Wait %(seconds)s seconds and try again.")

    def __init__(self, *, retry_after: int) -> None:
        super().__init__(seconds=retry_after)
        self.retry_after = retry_after


def use_of(request: HttpRequest, declared: Use | None) -> Use | None:
    """Return what a request uses up: what its door declares, else a file handed in, a search, or nothing."""
    if declared is not None:
        return declared
    if request.method == "POST" and request.content_type == "multipart/form-data":
        return "upload"
    return "search" if request.GET.get("sok") else None


def take(request: HttpRequest, use: Use, *, account_id: object) -> None:
    """Use up one of the account's and one of its network's allowance. Raises TooFast."""
    allowance = ALLOWANCES[use]
    _take(_key("account", use, str(account_id)), allowance.at_once, allowance.seconds)
    _take(
        _key("network", use, network(request)), allowance.at_once * NETWORK_FACTOR, allowance.seconds / NETWORK_FACTOR
    )


def take_by_network(request: HttpRequest, use: Use) -> None:
    """Use up one of the network's allowance, where nobody is signed in. Raises TooFast."""
    allowance = ALLOWANCES[use]
    _take(_key("network", use, network(request)), allowance.at_once, allowance.seconds)


def _take(key: str, at_once: int, seconds: float) -> None:
    with connection.cursor() as cursor:
        named = {"key": key, "share": f"{seconds} seconds", "at_most": f"{at_once * seconds} seconds"}
        cursor.execute(_TAKE, named)
        if cursor.fetchone() is None:
            cursor.execute(_WAIT, named)
            found = cursor.fetchone()
            raise TooFast(retry_after=max(1, ceil(found[0] if found else seconds)))
        if not secrets.randbelow(100):
            cursor.execute("DELETE FROM shell_pace WHERE used_until < clock_timestamp() - interval '1 day'")


def _key(whose: str, use: str, name: str) -> str:
    return hmac.digest(settings.SECRET_KEY.encode(), f"{whose}\x1f{use}\x1f{name}".encode(), "sha256").hex()
