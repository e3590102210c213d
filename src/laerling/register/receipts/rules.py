"""What a receipt's file may be called, and how much a county may hand in. Pure."""

import unicodedata
from pathlib import PurePosixPath
from typing import Final

# Our own limits: a receipt is a letter or a list, and a county sends a handful.
MOST_BYTES: Final = 10 * 1024 * 1024
MOST_FILES_A_DAY: Final = 100
MOST_BYTES_A_DAY: Final = 200 * 1024 * 1024
LONGEST_NAME: Final = 120
_LONGEST_ENDING: Final = 12
# What no system takes in a file's name, Windows least of all.
_NOT_IN_NAMES: Final = str.maketrans(dict.fromkeys('<>:"/\\|?*', "_"))
# WinSCP sends larger files under this ending, and takes it away afterwards.
_UNDER_WAY: Final = ".filepart"


def clean_name(sent: str) -> str:
    """Return a name that can be shown and saved anywhere, empty where nothing is left of it.

    Control and invisible characters go, signs with a meaning in paths become "_"; at most 120 characters, the ending
    kept. A clean name is left as it is.
    """
    # Whatever has no form of its own: control, format (also those that turn the reading direction), private, unassigned.
    seen = "".join(sign for sign in unicodedata.normalize("NFC", sent) if unicodedata.category(sign)[0] != "C")
    name = " ".join(seen.translate(_NOT_IN_NAMES).split()).removesuffix(_UNDER_WAY).strip(" .")
    if len(name) <= LONGEST_NAME:
        return name
    ending = PurePosixPath(name).suffix if len(PurePosixPath(name).suffix) <= _LONGEST_ENDING else ""
    return name[: LONGEST_NAME - len(ending)].rstrip(" .") + ending
