"""Sealing: an answer becomes a padded ballot for the key holders only; a draft is locked under the person's own link. Pure.

A ballot is canonical JSON, padded to one size, with an HMAC inside, encrypted with age to the round's public key. The
`age` program opens the outer seal without this system. A draft is AES-256-GCM under a key made from the link's token,
which the database does not hold, and a secret outside it.
"""

import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import ClassVar, Final

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

# Every ballot and every draft has this many bytes before encryption, however much was answered.
PADDED_BYTES: Final = 2048
# The layout of the padded bytes; the first of them.
SEAL_VERSION: Final = 1
MAC_KEY_BYTES: Final = 32

_MAC_BYTES = 32
_LENGTH_BYTES = 2
_NONCE_BYTES = 12


class SealFault(Exception):
    """A ballot or draft that cannot be accepted as what it should be; `reason` is a code for reports."""

    reason: ClassVar[str] = "unreadable"


class NotForThisKey(SealFault):
    """The outer seal does not open with this identity, or was damaged."""

    reason = "unreadable"


class Forged(SealFault):
    """It opened, but whoever made it did not have the round's MAC key."""

    reason = "forged"


class NotUnderstood(SealFault):
    """It is genuine, but of a layout this version does not know."""

    reason = "not_understood"


class DraftUnreadable(SealFault):
    """The draft belongs to another link, another questionnaire, or a key that is no more."""

    reason = "draft_unreadable"


class TooLarge(ValueError):
    """More was answered than fits a ballot: the questionnaire is too long for the padding."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """One person's answers: question code to option value, skipped = absent, and the coarse profile that rides along."""

    round: int
    questionnaire: str
    profile: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, int] = field(default_factory=dict)
    version: int = SEAL_VERSION


def new_round_key() -> tuple[str, str]:
    """Return a new age key pair: the public key, and the identity that must never stay on a server."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity.to_public()), str(identity)


def new_mac_key() -> bytes:
    """Return a new key that tells our own ballots from stuffed ones; the database never sees it."""
    return secrets.token_bytes(MAC_KEY_BYTES)


def public_key_of(identity: str) -> str:
    """Return the public key that belongs to an identity. Raises NotUnderstood where it is none."""
    try:
        return str(pyrage.x25519.Identity.from_str(identity.strip()).to_public())
    except pyrage.IdentityError:
        raise NotUnderstood from None


def is_public_key(text: str) -> bool:
    """Return whether this is the public half of an age key."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def fingerprint(public_key: str) -> str:
    """Return what people and files compare instead of the key itself: SHA-256 in hex."""
    return sha256(public_key.encode("ascii")).hexdigest()


def seal(ballot: Ballot, *, public_key: str, mac_key: bytes) -> bytes:
    """Seal a ballot to the holders of the round's key. Raises TooLarge."""
    content = {
        "version": ballot.version,
        "round": ballot.round,
        "questionnaire": ballot.questionnaire,
        "profile": dict(ballot.profile),
        "answers": dict(ballot.answers),
    }
    body = _padded(content, room=PADDED_BYTES - 1 - _MAC_BYTES)
    framed = bytes([SEAL_VERSION]) + _mac(mac_key, body) + body
    sealed: bytes = pyrage.encrypt(framed, [_recipient(public_key)])
    return sealed


def unseal(sealed: bytes, *, identity: str, mac_key: bytes) -> Ballot:
    """Open a sealed ballot. Raises NotForThisKey, Forged or NotUnderstood."""
    framed = _opened(sealed, identity)
    if len(framed) != PADDED_BYTES or framed[0] != SEAL_VERSION:
        raise NotUnderstood
    body = framed[1 + _MAC_BYTES :]
    if not hmac.compare_digest(framed[1 : 1 + _MAC_BYTES], _mac(mac_key, body)):
        raise Forged
    return _ballot(_unpadded(body))


def draft_key(token: str, *, pepper: bytes, round_year: int) -> bytes:
    """Return the 32-byte key of a person's draft: HKDF-SHA256 of their own link's token and a secret outside the database."""
    derivation = HKDF(algorithm=SHA256(), length=32, salt=pepper, info=b"draft|%d|v1" % round_year)
    return derivation.derive(token.strip().lower().encode())


def seal_draft(answers: Mapping[str, int], *, key: bytes, about: bytes) -> bytes:
    """Lock a draft; `about` binds it to its link, round and questionnaire. Raises TooLarge."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, _padded(dict(answers), room=PADDED_BYTES), about)


def open_draft(sealed: bytes, *, key: bytes, about: bytes) -> dict[str, int]:
    """Open a draft. Raises DraftUnreadable."""
    try:
        padded = AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], about)
        answers: dict[str, int] = _unpadded(padded)
    except (InvalidTag, ValueError, NotUnderstood):
        raise DraftUnreadable from None
    return answers


def draft_about(*, link_hash: bytes, round_year: int, questionnaire_sha256: str) -> bytes:
    """Return what a draft is bound to: nobody can move it to another link, round or questionnaire."""
    return link_hash + b"|%d|" % round_year + questionnaire_sha256.encode("ascii")


def lock_for(recipient: str, content: bytes) -> bytes:
    """Encrypt to one public key, in age's text form."""
    locked: bytes = pyrage.encrypt(content, [_recipient(recipient)], armored=True)
    return locked


def unlock_with(identity: str, locked: bytes) -> bytes:
    """Open what was locked for this identity. Raises NotForThisKey."""
    return _opened(locked, identity)


def lock_by_words(passphrase: str, content: bytes) -> bytes:
    """Encrypt under a passphrase, in age's text form. Takes about a second: that is the point."""
    locked: bytes = pyrage.passphrase.encrypt(content, passphrase, armored=True)
    return locked


def unlock_by_words(passphrase: str, locked: bytes) -> bytes:
    """Open what was locked under a passphrase. Raises NotForThisKey."""
    try:
        content: bytes = pyrage.passphrase.decrypt(locked, passphrase)
    except pyrage.DecryptError:
        raise NotForThisKey from None
    return content


def _opened(sealed: bytes, identity: str) -> bytes:
    try:
        content: bytes = pyrage.decrypt(sealed, [_identity(identity)])
    except (pyrage.DecryptError, pyrage.IdentityError):
        raise NotForThisKey from None
    return content


@lru_cache(maxsize=8)
def _recipient(public_key: str) -> "pyrage.x25519.Recipient":
    return pyrage.x25519.Recipient.from_str(public_key)


@lru_cache(maxsize=2)
def _identity(identity: str) -> "pyrage.x25519.Identity":
    return pyrage.x25519.Identity.from_str(identity)


def _mac(key: bytes, body: bytes) -> bytes:
    return hmac.digest(key, bytes([SEAL_VERSION]) + body, "sha256")


def _padded(content: Mapping[str, object], *, room: int) -> bytes:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    if len(text) > room - _LENGTH_BYTES:
        raise TooLarge
    return (len(text).to_bytes(_LENGTH_BYTES, "big") + text).ljust(room, b"\0")


def _unpadded(padded: bytes) -> dict[str, int]:
    length = int.from_bytes(padded[:_LENGTH_BYTES], "big")
    try:
        content: dict[str, int] = json.loads(padded[_LENGTH_BYTES : _LENGTH_BYTES + length])
    except ValueError:
        raise NotUnderstood from None
    return content


def _ballot(content: Mapping[str, object]) -> Ballot:
    match content:
        case {
            "version": int(version),
            "round": int(round_year),
            "questionnaire": str(questionnaire),
            "profile": dict(profile),
            "answers": dict(answers),
        } if version == SEAL_VERSION and _are(str, profile) and _are(int, answers):
            return Ballot(round_year, questionnaire, profile, answers)
        case _:
            raise NotUnderstood


def _are(kind: type, values: Mapping[object, object]) -> bool:
    return all(type(key) is str and type(value) is kind for key, value in values.items())
