"""Questions about a round's urn, and the opened answers for the release."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from laerling.responses import vault
from laerling.responses.models import (
    DestructionRecord,
    HolderKey,
    KeyChallenge,
    KeyProof,
    KeyRehearsal,
    OpenedAnswer,
    Opening,
    RoundKey,
)
from laerling.responses.sealing import fingerprint
from laerling.sample.rules.profiles import PROFILE_KEYS


@dataclass(frozen=True, slots=True)
class UrnStatus:
    """How far a round's urn has come; None where a step has not been taken.

    `proven_at` is when two holders last showed that they have the key. `key_matches` tells whether the key in the database is the one pinned in this home; None before there is a key.
    """

    round: int
    key_made_at: datetime | None = None
    fingerprint: str = ""
    key_matches: bool | None = None
    proven_at: datetime | None = None
    closed_at: datetime | None = None
    n_ballots: int | None = None
    root_hash: str = ""
    exported_at: datetime | None = None
    opened_at: datetime | None = None
    n_ok: int | None = None
    n_rejected: int | None = None


@dataclass(frozen=True, slots=True)
class HandedIn:
    """The public half of a holder's key: its fingerprint, and which account typed it when."""

    holder: str
    fingerprint: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Proof:
    """Which two holders, such as "ab", showed when that they can open what is sealed to the round's key."""

    holders: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """How the last dry run with a throw-away key went."""

    at: datetime
    went_well: bool
    report: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Destroyed:
    """What was destroyed when, by which account or part of the system, how and before whom."""

    what: str
    at: datetime
    by: str
    how: str
    witness: str


@dataclass(frozen=True, slots=True)
class Ceremony:
    """How far the holders have come, for the page that walks them through. No key is in it, and no answer to a riddle.

    `proofs` are the newest first. `challenge` is the riddle that waits for an answer, empty for none.
    """

    round: int
    holders: tuple[HandedIn, ...]
    rehearsed: Rehearsed | None
    challenge: str
    challenged_at: datetime | None
    proofs: tuple[Proof, ...]
    destroyed: Mapping[str, Destroyed]
    report: Mapping[str, Any]

    @property
    def proven_at(self) -> datetime | None:
        """When two holders last showed that they have the key."""
        return self.proofs[0].at if self.proofs else None


@dataclass(frozen=True, slots=True)
class OpenedRows:
    """A round's opened answers in random order.

    `profile` holds one array of codes per key of a profile, "" = blanked; `answers` is n x questions, 0 = skipped,
    its columns in the order of `questions`.
    """

    round: int
    questions: tuple[str, ...]
    profile: Mapping[str, NDArray[np.str_]]
    answers: NDArray[np.int16]


def status(round_year: int) -> UrnStatus:
    """Return how far the round's urn has come. Reads no ballot, so that staff may ask."""
    facts: dict[str, Any] = {}
    key = RoundKey.objects.filter(round_id=round_year).first()
    if key is not None:
        pinned = vault.pinned_fingerprint(round_year)
        facts |= {"key_made_at": key.made_at, "fingerprint": key.fingerprint, "key_matches": key.fingerprint == pinned}
        facts["proven_at"] = proven_at(round_year)
    names = ("closed_at", "n_ballots", "root_hash", "exported_at", "opened_at", "n_ok", "n_rejected")
    facts |= Opening.objects.filter(round_id=round_year).values(*names).first() or {}
    return UrnStatus(round_year, **facts)


def ceremony(round_year: int) -> Ceremony:
    """Return how far the round's key holders have come. Six queries, whatever there is."""
    rehearsal = KeyRehearsal.objects.filter(round_id=round_year).order_by("-held_at").first()
    challenge = KeyChallenge.objects.filter(round_id=round_year).first()
    report = Opening.objects.filter(round_id=round_year).values_list("report", flat=True).first()
    return Ceremony(
        round=round_year,
        holders=tuple(
            HandedIn(row.holder, fingerprint(row.public_key), row.handed_in_at, row.handed_in_by)
            for row in HolderKey.objects.filter(round_id=round_year).order_by("holder")
        ),
        rehearsed=Rehearsed(rehearsal.held_at, rehearsal.went_well, rehearsal.report) if rehearsal else None,
        challenge=challenge.sealed if challenge else "",
        challenged_at=challenge.made_at if challenge else None,
        proofs=tuple(
            Proof(row.holders, row.proven_at, row.handed_in_by)
            for row in KeyProof.objects.filter(round_id=round_year).order_by("-proven_at")
        ),
        destroyed={
            row.what: Destroyed(row.what, row.destroyed_at, row.destroyed_by, row.how, row.witness)
            for row in DestructionRecord.objects.filter(round_id=round_year)
        },
        report=report or {},
    )


def proven_at(round_year: int) -> datetime | None:
    """Return when two holders last showed that they have the round's key, None for never."""
    newest = KeyProof.objects.filter(round_id=round_year).order_by("-proven_at")
    return newest.values_list("proven_at", flat=True).first()


def opened(round_year: int) -> OpenedRows:
    """Return the round's opened answers as arrays; empty ones where the urn is not opened. For the release only."""
    questions = Opening.objects.filter(round_id=round_year).values_list("questions", flat=True).first() or []
    rows = list(OpenedAnswer.objects.filter(round_id=round_year).values_list(*PROFILE_KEYS, "answers"))
    profile = {key: np.array([row[place] for row in rows], dtype=np.str_) for place, key in enumerate(PROFILE_KEYS)}
    answers = np.array([row[-1] for row in rows], dtype=np.int16).reshape(len(rows), len(questions))
    return OpenedRows(round_year, tuple(questions), profile, answers)
