"""Questions about a round's urn, and the opened answers for the release."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from laerling.responses import vault
from laerling.responses.models import OpenedAnswer, Opening, RoundKey
from laerling.sample.rules.profiles import PROFILE_KEYS


@dataclass(frozen=True, slots=True)
class UrnStatus:
    """How far a round's urn has come; None where a step has not been taken.

    `key_matches` tells whether the key in the database is the one pinned in this home; None before there is a key.
    """

    round: int
    key_made_at: datetime | None = None
    fingerprint: str = ""
    key_matches: bool | None = None
    closed_at: datetime | None = None
    n_ballots: int | None = None
    root_hash: str = ""
    exported_at: datetime | None = None
    opened_at: datetime | None = None
    n_ok: int | None = None
    n_rejected: int | None = None


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
    names = ("closed_at", "n_ballots", "root_hash", "exported_at", "opened_at", "n_ok", "n_rejected")
    facts |= Opening.objects.filter(round_id=round_year).values(*names).first() or {}
    return UrnStatus(round_year, **facts)


def opened(round_year: int) -> OpenedRows:
    """Return the round's opened answers as arrays; empty ones where the urn is not opened. For the release only."""
    questions = Opening.objects.filter(round_id=round_year).values_list("questions", flat=True).first() or []
    rows = list(OpenedAnswer.objects.filter(round_id=round_year).values_list(*PROFILE_KEYS, "answers"))
    profile = {key: np.array([row[place] for row in rows], dtype=np.str_) for place, key in enumerate(PROFILE_KEYS)}
    answers = np.array([row[-1] for row in rows], dtype=np.int16).reshape(len(rows), len(questions))
    return OpenedRows(round_year, tuple(questions), profile, answers)
