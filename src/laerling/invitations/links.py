"""The personal addresses on the answering site."""

from typing import Final

from django.conf import settings

# As long as a real token and never one: base32 has no dash. It leads to a page that says it is an example.
EXAMPLE: Final = "eksempel-eksempel-eksempel"


def answering_url(token: str) -> str:
    """Return the personal link: where a person answers."""
    return f"{settings.ANSWERING_URL.rstrip('/')}/s/{token}"


def decline_url(token: str) -> str:
    """Return the address for who wants no more messages; opening it changes nothing, a button behind it does."""
    return f"{answering_url(token)}?nei"
