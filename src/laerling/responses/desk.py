"""The desk where files of the urn change hands: a folder of this home that the staff site and the worker share.

The worker lays the exported urn there to be fetched. The staff site lays the opened file there to be taken in. What
became of a file that was not taken in stands beside it, by the refusal's code.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from laerling.responses.private import private_file, shred

_REFUSED = "refused"
_CODE = re.compile(r"[a-z_]{1,40}\Z")


def exported(year: int) -> Path:
    """Return where the round's exported urn lies, or will lie."""
    return _folder(year) / f"urn-{year}.txt"


def lay_opened(year: int, content: Iterable[bytes]) -> str:
    """Write an opened file that somebody hands in, and return the id it is asked for by."""
    file_id = uuid4().hex
    with private_file(opened(year, file_id)) as file:
        file.writelines(content)
    return file_id


def opened(year: int, file_id: str) -> Path:
    """Return where an opened file lies. Raises ValueError for what is no id."""
    if not re.fullmatch("[0-9a-f]{32}", file_id):
        raise ValueError(file_id)
    return _folder(year) / f"opened-{file_id}.json"


def clear_opened(year: int, file_id: str) -> None:
    """Overwrite and remove an opened file: single answers stay nowhere but in the database."""
    shred(opened(year, file_id))


def refuse(year: int, code: str) -> None:
    """Write down the code of the refusal that the last job on the urn met; empty for none."""
    (_folder(year) / _REFUSED).write_text(code, encoding="ascii")


def refused(year: int) -> str:
    """Return the code of the refusal that the last job on the urn met, or nothing."""
    try:
        code = (_folder(year) / _REFUSED).read_text(encoding="ascii")
    except FileNotFoundError:
        return ""
    return code if _CODE.match(code) else ""


def _folder(year: int) -> Path:
    folder = Path(settings.HOME) / "urn" / str(year)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
