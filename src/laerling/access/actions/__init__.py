"""Changes to accounts, grants, and the counties' ways into their areas."""

from laerling.access.actions.accounts import UnknownUnit, create_account, grant
from laerling.access.actions.areas import (
    MOST_KEYS,
    Happening,
    NoArea,
    NoSuchKey,
    TooManyKeys,
    UnusableKey,
    add_area_key,
    close_area,
    make_area_password,
    note_area,
    open_area,
    put_back_area_key,
    remove_area_key,
    take_area_password,
)

__all__ = [
    "MOST_KEYS",
    "Happening",
    "NoArea",
    "NoSuchKey",
    "TooManyKeys",
    "UnknownUnit",
    "UnusableKey",
    "add_area_key",
    "close_area",
    "create_account",
    "grant",
    "make_area_password",
    "note_area",
    "open_area",
    "put_back_area_key",
    "remove_area_key",
    "take_area_password",
]
