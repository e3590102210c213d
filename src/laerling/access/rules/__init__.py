"""Rules at the door; who may give what to whom; which unit stands above which; the yearly confirmation. Pure."""

from laerling.access.rules.attesting import ASKED_FROM, LAST_DAY, REMINDED_FROM, Asking, asking
from laerling.access.rules.door import (
    FORGOTTEN_AFTER,
    LETTER_GAP,
    LETTERS_A_DAY,
    LIFETIMES,
    Kind,
    area_password,
    area_user,
    county_of_user,
    must_wait,
    needs_second_factor,
    wait_after,
)
from laerling.access.rules.giving import Held, Wanted, giveable, giveable_by, may_end, may_give
from laerling.access.rules.lattice import Lattice

__all__ = [
    "ASKED_FROM",
    "FORGOTTEN_AFTER",
    "LAST_DAY",
    "LETTERS_A_DAY",
    "LETTER_GAP",
    "LIFETIMES",
    "REMINDED_FROM",
    "Asking",
    "Held",
    "Kind",
    "Lattice",
    "Wanted",
    "area_password",
    "area_user",
    "asking",
    "county_of_user",
    "giveable",
    "giveable_by",
    "may_end",
    "may_give",
    "must_wait",
    "needs_second_factor",
    "wait_after",
]
