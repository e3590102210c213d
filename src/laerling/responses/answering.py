"""The answering site's way to the urn: each step is one call of one database function, and all that its role may do."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, cast

from django.db import OperationalError, connection
from django.utils.translation import gettext_lazy as _

from laerling.invitations.tokens import link_hash
from laerling.kernel.errors import Refusal
from laerling.responses import sealing, vault

State = Literal["open", "declined", "answered", "not_open", "closed", "unknown"]

# What a draft begins with: its nonce, which no two drafts share.
_SEEN_BYTES = 12


class KeyMismatch(Refusal):
    """The round's key is not the pinned one, or a file of it is missing: nothing is sealed to a key we do not know."""

    code = "key_mismatch"
    status = 503
    sentence = _("We cannot take answers safely right now. Nothing is lost. Please try again later.")


class DraftMoved(Exception):
    """Another window has saved since the draft was read: read it anew, and nothing of either is lost."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a link opens. `profile` is what will ride in the sealed ballot; empty unless the link may still answer.

    `open`: may answer; `declined`: has said no, and may still change their mind; `answered`; `not_open` and `closed`
    speak of the round; `unknown`: no such link, and everything else is empty. `round_mark` changes with the round's row.
    """

    state: State
    round: int = 0
    questionnaire: str = ""
    questionnaire_sha256: str = ""
    written_form: str = ""
    county_code: str = ""
    office_name: str = ""
    profile: Mapping[str, str] = field(default_factory=dict)
    public_key: str = ""
    draft: bytes | None = field(default=None, repr=False)
    round_mark: str = ""
    kept: vault.Vault | None = field(default=None, repr=False, compare=False)

    @property
    def lock(self) -> str:
        """The fingerprint of the key that the answer is sealed to; empty unless the link may still answer."""
        return self.kept.fingerprint if self.kept else ""

    @property
    def may_answer(self) -> bool:
        """Whether an answer would be taken."""
        return self.state in {"open", "declined"}


def look_up(token: str) -> Found:
    """Return what a personal link opens. Changes nothing. Raises KeyMismatch where an answer could not be sealed safely."""
    return _found("SELECT * FROM responses_look_up(%s)", token)


def read_draft(token: str, found: Found, *, apart: str = "") -> dict[str, int] | None:
    """Return what the person has answered so far, None where there is no draft that this visit can read. No database.

    `apart` is what a visit by a seat of a gathering has of its own: such a visit reads only what it wrote itself, since
    whoever knows a colleague's number can take their seat (decision 0029).
    """
    if found.draft is None:
        return None
    try:
        return sealing.open_draft(found.draft, key=_draft_key(token + apart, found), about=_about(token, found))
    except sealing.DraftUnreadable:
        return None


def save_draft(token: str, found: Found, answers: Mapping[str, int], *, apart: str = "") -> bool:
    """Keep what the person has answered so far; False where the link may no longer answer.

    Raises DraftMoved where the draft is no longer the one that was `found`, and KeyMismatch. `apart` as for `read_draft`.
    """
    locked = sealing.seal_draft(answers, key=_draft_key(token + apart, found), about=_about(token, found))
    seen = None if found.draft is None else found.draft[:_SEEN_BYTES]
    outcome = _called("SELECT responses_save_draft(%s, %s, %s)", [link_hash(token), locked, seen])
    if outcome == "moved":
        raise DraftMoved
    return outcome == "saved"


def submit(token: str, found: Found, answers: Mapping[str, int]) -> Found:
    """Seal the answers and drop them in the urn, exactly once. Raises KeyMismatch.

    Answers must have been cleaned (`questionnaire.rules.clean`). The state returned is what is now true: `answered`
    whether this call or an earlier one was received, else why nothing was stored. Only then may thanks be shown.
    """
    ballot = sealing.Ballot(found.round, found.questionnaire, found.profile, answers)
    sealed = sealing.seal(ballot, public_key=found.public_key, mac_key=_vault(found).mac_key)
    outcome = _called("SELECT responses_submit(%s, %s)", [link_hash(token), sealed])
    state = cast("State", "answered" if outcome == "received" else outcome)
    return replace(found, state=state, draft=None, profile={}, public_key="")


def decline(token: str) -> Found:
    """Take it that the person does not want to answer: no more reminders, no draft. Return what is now true."""
    return _found("SELECT * FROM responses_decline(%s)", token)


def _found(statement: str, token: str) -> Found:
    row = _first_row(statement, link_hash(token))
    if row is None:
        return Found("unknown")
    state, its_round, questionnaire, sha256, form, county, office, profile, public_key, draft, mark = row
    found = Found(
        state=state,
        round=its_round,
        questionnaire=questionnaire,
        questionnaire_sha256=sha256 or "",
        written_form=form,
        county_code=county,
        office_name=office,
        profile=_profile(profile),
        public_key=public_key or "",
        draft=None if draft is None else bytes(draft),
        round_mark=mark,
    )
    if found.may_answer:
        # Read once for the whole request. Frozen for everybody else.
        object.__setattr__(found, "kept", _vault(found))
    return found


def _first_row(statement: str, link: bytes) -> tuple[Any, ...] | None:
    """Ask what opens every request; where the connection has died since the last one, over a new one.

    Cheaper than asking before each request whether it lives. Both statements may be repeated.
    """
    try:
        return _row(statement, link)
    except OperationalError:
        if connection.in_atomic_block or connection.is_usable():
            raise
        connection.close()
        return _row(statement, link)


def _row(statement: str, link: bytes) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [link])
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row


def _called(statement: str, values: list[bytes | None]) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    return str(row[0]) if row else "unknown"


def _profile(value: Any) -> dict[str, str]:
    profile: dict[str, str] = json.loads(value) if isinstance(value, str) else value or {}
    return profile


def _vault(found: Found) -> vault.Vault:
    """Return the round's secrets, when the key in the database is the pinned one. Raises KeyMismatch."""
    if found.kept is not None:
        return found.kept
    kept = vault.read(found.round)
    if kept is None or not found.public_key or sealing.fingerprint(found.public_key) != kept.fingerprint:
        raise KeyMismatch
    return kept


def _draft_key(token: str, found: Found) -> bytes:
    return sealing.draft_key(token, pepper=_vault(found).pepper, round_year=found.round)


def _about(token: str, found: Found) -> bytes:
    return sealing.draft_about(
        link_hash=link_hash(token), round_year=found.round, questionnaire_sha256=found.questionnaire_sha256
    )
