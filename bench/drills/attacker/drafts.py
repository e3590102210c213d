"""Drafts that were thrown away and still lie somewhere, read with the server's own secrets while the round is open."""

import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from drills.answering.pattern import Pattern
from drills.answering.people import YEAR, Invited
from drills.attacker.disk import Finder

# Nonce, padded answers and tag.
LETTER_BYTES = 12 + 2048 + 16
# A value's length stands before it, four times itself; before the length, up to three bytes of nothing.
_LENGTH = struct.Struct("<I")
_PADDING = range(4)


class Drafts:
    """Tries to read the drafts of some people, and keeps the numbers they hold: `found`, by person."""

    def __init__(self, people: Sequence[Invited], pattern: Pattern) -> None:
        from laerling.responses import sealing, vault  # noqa: PLC0415  once Django is up

        self.found: dict[str, int] = {}
        self._pattern, self._sealing = pattern, sealing
        self._person = {one.link_hash: one.id for one in people}
        kept, sha256 = vault.read(YEAR), _questionnaire_sha256()
        if kept is None:
            raise RuntimeError("The secrets of the round are not there: it is closed.")
        self._locks = {
            one.link_hash: {
                "key": sealing.draft_key(one.token, pepper=kept.pepper, round_year=YEAR),
                "about": sealing.draft_about(link_hash=one.link_hash, round_year=YEAR, questionnaire_sha256=sha256),
            }
            for one in people
        }

    def beside_links(self, data: Iterable[bytes]) -> "Drafts":
        """Try what follows a link's hash in the bytes of files or of the log."""
        finder = Finder(self._person)
        for part in data:
            for place, _person in finder.people(part):
                for letter in _letters_after(part, place + 32):
                    self._try(letter, part[place : place + 32])
        return self

    def among(self, letters: Iterable[bytes]) -> "Drafts":
        """Try what may be drafts, each with everybody's key."""
        for letter in letters:
            for link_hash in self._locks:
                self._try(letter, link_hash)
        return self

    def _try(self, letter: bytes, link_hash: bytes) -> None:
        with suppress(self._sealing.DraftUnreadable, KeyError):
            answers = self._sealing.open_draft(letter, **self._locks[link_hash])
            self.found[self._person[link_hash]] = self._pattern.number(answers)


def _letters_after(data: bytes, place: int) -> Iterator[bytes]:
    """Yield what may be the value that follows."""
    for start in (place + padding for padding in _PADDING):
        if start + _LENGTH.size <= len(data):
            length = _LENGTH.unpack_from(data, start)[0] // 4
            if length == LETTER_BYTES + _LENGTH.size:
                yield data[start + _LENGTH.size : start + length]


def _questionnaire_sha256() -> str:
    from drills.answering.people import questionnaire  # noqa: PLC0415  once Django is up

    from laerling.questionnaire.models import QuestionnaireVersion  # noqa: PLC0415  the same

    return QuestionnaireVersion.objects.get(code=questionnaire()).sha256
