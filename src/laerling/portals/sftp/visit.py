"""One SFTP session of a county: what it may see, what it fetched and handed in, and when it was last heard of."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, ParamSpec, TypeVar

from asyncssh import SFTPNoSuchFile
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from laerling.access import actions as access
from laerling.access import queries as entries
from laerling.access.queries import AreaEntry
from laerling.access.rows import seen_by
from laerling.access.rules import area_user
from laerling.access.types import Scope
from laerling.kernel import clock
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.portals.sftp import files as area_files
from laerling.portals.sftp.desk import Desk
from laerling.portals.sftp.files import AreaFile
from laerling.portals.sftp.shelf import Shelf
from laerling.register.receipts import actions as handing_in
from laerling.register.receipts import queries as kept
from laerling.register.receipts.actions import ReceiptTooLarge
from laerling.register.receipts.queries import ReceiptRow
from laerling.register.receipts.rules import MOST_BYTES, clean_name
from laerling.rounds import queries as rounds

P = ParamSpec("P")
Result = TypeVar("Result")

_ROLE: Final = "laerling_sftp"
MOST_REFUSALS: Final = 500
_MOST_FOLDERS: Final = 5_000
_MOST_UNDER_WAY: Final = 1


class NoLongerIn(Refusal):
    """The password or key of this session has been taken away."""

    code = "no_longer_in"
    status = 401
    sentence = _("This password or key no longer lets you in. Ask whoever manages your county's area.")


class OneAtATime(Refusal):
    """More receipts under way at once than there is room for."""

    code = "one_at_a_time"
    status = 429
    sentence = _("Too many files are being handed in at once. Send them one after the other.")


class OutOfOrder(Refusal):
    """Pieces of a file that do not follow one another."""

    code = "out_of_order"
    status = 422
    sentence = _("A receipt must be sent in one go, from its beginning. Nothing of it was kept.")


@dataclass(slots=True)
class Fetched:
    """A file of ours that is open."""

    content: bytes
    changed_at: datetime | None


@dataclass(slots=True)
class Handed:
    """A receipt under way, in memory only. `is_lost` once a piece was refused: then nothing of it is kept."""

    name: str
    content: bytearray = field(default_factory=bytearray)
    is_lost: bool = False

    def take(self, offset: int, data: bytes) -> int:
        """Add a piece and return its length. Raises OutOfOrder and ReceiptTooLarge, and keeps nothing then."""
        if not self.is_lost and offset == len(self.content) and offset + len(data) <= MOST_BYTES:
            self.content += data
            return len(data)
        was_lost, self.is_lost = self.is_lost, True
        is_out_of_order = not was_lost and offset != len(self.content)
        self.content.clear()
        if is_out_of_order:
            raise OutOfOrder
        raise ReceiptTooLarge(megabytes=MOST_BYTES // 2**20)


class Visit:
    """What one session may do, and what it did. Asked by `Area`; `end_session` shuts the connection."""

    def __init__(
        self, entry: AreaEntry, *, desk: Desk, shelf: Shelf, end_session: Callable[[str], None], shows_codes_only: bool
    ) -> None:
        self.entry = entry
        self.user = area_user(entry.county_code)
        self.actor = Actor("system", f"area:{entry.county_code}")
        self.shows_codes_only = shows_codes_only
        self.is_cut_off = False
        self.touched = 0.0
        self._desk, self._shelf, self._end_session = desk, shelf, end_session
        self._under_way: list[Handed] = []
        self._handed_in: set[str] = set()
        self._said = ""
        self._n_fetched = self._n_refused = self._n_folders = 0
        self.touch()

    def touch(self) -> None:
        """Note that the client was heard of just now."""
        self.touched = asyncio.get_running_loop().time()

    def say(self, text: str | Promise) -> str:
        """Return a text in the county's written form."""
        with translation.override(self.entry.written_form):
            return str(text)

    def says_first(self, sentence: str) -> bool:
        """Whether a sentence is another than the last one said: a stream of refused pieces is told of once."""
        is_new, self._said = sentence != self._said, sentence
        return is_new

    def count_refusal(self) -> None:
        """Count a refused request; a client that goes on and on is shown out."""
        self._n_refused += 1
        if self._n_refused == MOST_REFUSALS:
            self._end_session("Too many refused requests")

    def count_folder(self) -> None:
        """Count a folder that was opened: asyncssh keeps those that nobody closes."""
        self._n_folders += 1
        if self._n_folders == _MOST_FOLDERS:
            self._end_session("Too many folders opened")

    async def files(self) -> dict[str, AreaFile]:
        """Return the county's files there are now, by path."""
        return await self._do(self._files)

    async def content(self, path: str, file: AreaFile | None = None) -> tuple[bytes, datetime | None]:
        """Return what is in a file of the county, and when it last changed. Raises SFTPNoSuchFile."""
        found = file or (await self.files()).get(path)
        if found is None:
            raise SFTPNoSuchFile("No such file")
        key = (self.entry.county_code, self.entry.written_form, path)
        return await self._shelf.get(key, lambda: self._do(found.make)), found.changed_at

    async def fetch(self, path: str) -> Fetched:
        """Return a file of the county to be read, and write down that it was fetched. Raises NoLongerIn."""
        content, changed_at = await self.content(path)
        await self._do(self._note_fetched, path, len(content))
        self._n_fetched += 1
        return Fetched(content, changed_at)

    async def receipts(self) -> list[ReceiptRow]:
        """Return the county's receipts of this round."""
        return await self._do(self._receipts)

    async def receipt(self, name: str) -> ReceiptRow | None:
        """Return the county's receipt of a name, or None."""
        return await self._do(self._receipt, clean_name(name))

    async def begin(self, name: str) -> Handed:
        """Return a receipt to be filled, or say at once why it would not be kept: see `require_open`."""
        if len(self._under_way) >= _MOST_UNDER_WAY:
            raise OneAtATime
        await self._do(self._require_open, name)
        handed = Handed(name)
        self._under_way.append(handed)
        return handed

    async def finish(self, handed: Handed) -> None:
        """Keep a receipt that has come whole, and nothing of one that has not. Raises what `hand_in` raises."""
        self._under_way.remove(handed)
        if handed.is_lost or self.is_cut_off:
            return
        try:
            row = await self._do(self._hand_in, handed.name, bytes(handed.content))
        finally:
            handed.content.clear()
        self._handed_in.add(row.name)

    def has_handed_in(self, name: str) -> bool:
        """Whether this session handed in a receipt of that name."""
        return clean_name(name) in self._handed_in

    def is_same_receipt(self, old: str, new: str) -> bool:
        """Whether two names are one receipt that this session handed in."""
        return clean_name(old) == clean_name(new) and self.has_handed_in(new)

    async def end(self) -> None:
        """Write down how much was done."""
        counts = {"n_fetched": self._n_fetched, "n_handed_in": len(self._handed_in), "n_refused": self._n_refused}
        await self._do(self._note, "left", counts)

    async def _do(self, work: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
        return await self._desk.do_in(self.entry.written_form, self._within, lambda: work(*args, **kwargs))

    def _within(self, work: Callable[[], Result]) -> Result:
        """Do `work` in one transaction that sees the county's rows only."""
        with seen_by(self._scope(), role=_ROLE):
            return work()

    # --- in a thread of the desk

    def _files(self) -> dict[str, AreaFile]:
        return area_files.files(self._scope(), rounds.current(clock.now()), self.entry.written_form)

    def _receipts(self) -> list[ReceiptRow]:
        return list(kept.receipts(self._scope(), rounds.current(clock.now()).year))

    def _receipt(self, name: str) -> ReceiptRow | None:
        return kept.receipt_named(self._scope(), rounds.current(clock.now()).year, name)

    def _note_fetched(self, path: str, n_bytes: int) -> None:
        self._require_in()
        self._note("fetched", {"file": path, "n_bytes": n_bytes})

    def _require_open(self, name: str) -> None:
        self._require_in()
        handing_in.require_open(scope=self._scope(), round_year=rounds.current(clock.now()).year, sent_name=name)

    def _hand_in(self, name: str, content: bytes) -> ReceiptRow:
        self._require_in()
        year = rounds.current(clock.now()).year
        return handing_in.hand_in(scope=self._scope(), round_year=year, sent_name=name, content=content, by=self.actor)

    def _note(self, happening: access.Happening, details: dict[str, Any]) -> None:
        code = self.entry.county_code
        access.note_area(happening, county_code=code, by=self.actor, now=clock.now(), **details)

    def _require_in(self) -> None:
        if not entries.area_credentials([self.entry.credential]):
            raise NoLongerIn

    def _scope(self) -> Scope:
        return entries.county_scope(self.entry.county_code)
