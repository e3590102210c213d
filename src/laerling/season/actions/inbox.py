"""The inbox folder: register files laid there are taken in, and moved aside with a receipt in plain words.

A file counts by the transaction it is taken in by, and is moved after that. A worker that is killed in between meets the
file again, and the register knows it: never twice, never half.
"""

import logging
import os
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings

from laerling.kernel.errors import Refusal
from laerling.kernel.types import SYSTEM
from laerling.register import actions as register
from laerling.season import letters
from laerling.season.rules import InboxName, inbox_name

logger = logging.getLogger(__name__)

# So long, in seconds, a file must have kept its size and its time before it is taken to be whole.
STILL_SECONDS: Final = 15.0
# What people lay there by mistake; other names are those of files still on their way.
_TABLES: Final = frozenset({".csv", ".xlsx", ".xls", ".xlsm", ".txt", ".zip"})

# Size, time and inode of each file as this process last saw it, and since when, by its monotonic clock.
_Look = tuple[int, int, int]
_seen: dict[Path, tuple[_Look, float]] = {}


@dataclass(frozen=True, slots=True)
class _Laid:
    """A file in the folder; `name` is None where it does not say what it is."""

    path: Path
    name: InboxName | None
    is_still: bool


def look_after_extracts(*, now: datetime, still_seconds: float = STILL_SECONDS) -> int:
    """Take in what lies whole in the inbox folder, and return how many files were moved. Safe to repeat.

    NOR and NLR come before VIGO, which waits for them. Also throws away checked files that nobody decided on for a week.
    """
    register.discard_forgotten(by=SYSTEM, now=now)
    laid = sorted(_look(settings.INBOX, still_seconds), key=lambda one: (one.name is not None, one.name, one.path))
    moved = 0
    for one in laid:
        if not one.is_still:
            if one.name and one.name.register != "vigo":
                break
            continue
        with suppress(FileNotFoundError):
            _take(one, now)
            moved += 1
    return moved


def _look(folder: Path, still_seconds: float) -> Iterator[_Laid]:
    """Yield the folder's own files that are tables, or say they are. Links and folders are passed over."""
    if folder == settings.HOME / "inbox":
        folder.mkdir(parents=True, exist_ok=True)
    try:
        found = {Path(entry.path): entry.stat(follow_symlinks=False) for entry in os.scandir(folder)}
    except FileNotFoundError:
        _seen.clear()
        return
    for path in _seen.keys() - found.keys():
        del _seen[path]
    for path, facts in found.items():
        if not stat.S_ISREG(facts.st_mode) or path.suffix.lower() not in _TABLES:
            continue
        look, instant = (facts.st_size, facts.st_mtime_ns, facts.st_ino), time.monotonic()
        known, since = _seen.get(path, (None, instant))
        since = since if look == known else instant
        _seen[path] = look, since
        yield _Laid(path, inbox_name(path.name), is_still=instant - since >= still_seconds)


def _take(laid: _Laid, now: datetime) -> None:
    """Take one file in or refuse it, and move it beside its receipt. Raises FileNotFoundError where it is gone."""
    try:
        if laid.name is None:
            raise UnknownName
        with _open(laid.path) as content:
            receipt = register.import_file(
                content=content,
                filename=laid.path.name,
                register=laid.name.register,
                round_year=laid.name.year,
                stage=laid.name.stage,
                by=register.INBOX,
                now=now,
            )
    except Refusal as refusal:
        logger.info("inbox: a file is refused: %s", refusal.code)
        _move(laid.path, "refused", letters.refused(refusal))
    else:
        logger.info("inbox: a file is taken in: %s", receipt.extract_id)
        _move(laid.path, "taken", letters.taken(receipt.extract_id))


def _open(path: Path) -> BinaryIO:
    """Open a file itself, never what a link in its place leads to."""
    try:
        return os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")
    except OSError as fault:
        raise FileNotFoundError from fault


def _move(path: Path, where: str, text: str) -> None:
    """Write the receipt, then move the file beside it, over nothing that lies there."""
    folder = path.parent / where
    folder.mkdir(exist_ok=True)
    target, number = folder / path.name, 1
    while target.exists():
        number += 1
        target = folder / f"{path.stem}-{number}{path.suffix}"
    receipt = folder / f"{target.name}.txt"
    partial = receipt.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(receipt)
    path.rename(target)
    _seen.pop(path, None)


class UnknownName(Refusal):
    """A file that does not say what it is."""

    code = "unknown_name"
    status = 422
    sentence = letters.UNKNOWN_NAME
