"""The key holders' files: any two of three open a round's identity, one alone does not. Pure.

Each holder has an age key of their own. The round's secret is encrypted twice over for each pair of holders, once to
each, so that both must unlock. A file holds the holder's own key, with a passphrase or without, and the two locks they
are part of. The `age` program can open all of it without this system.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final, NoReturn

from laerling.responses import sealing

HOLDERS: Final = ("a", "b", "c")
PAIRS: Final = tuple("".join(pair) for pair in combinations(HOLDERS, 2))
_KIND = "laerling holder key"
_VERSION = 1


class KeyFault(Exception):
    """The holders' files do not open the round; the sentence says why. No part of a key is in it."""


@dataclass(frozen=True, slots=True)
class RoundSecret:
    """What the holders keep: the identity that opens ballots, and the MAC key that tells them from stuffed ones."""

    round: int
    identity: str = field(repr=False)
    mac_key: bytes = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the public key that goes with it."""
        return sealing.fingerprint(sealing.public_key_of(self.identity))


@dataclass(frozen=True, slots=True)
class HolderFile:
    """One holder's file, read but not yet unlocked."""

    holder: str
    round: int
    fingerprint: str
    has_passphrase: bool
    key: str = field(repr=False)
    locks: Mapping[str, str] = field(repr=False)


def make_locks(secret: RoundSecret, public_keys: Mapping[str, str]) -> dict[str, str]:
    """Return the round's secret locked twice over for each pair of holders, by pair; `public_keys` by holder."""
    return {pair: _lock(secret, public_keys[pair[0]], public_keys[pair[1]]) for pair in PAIRS}


def new_holder_file(holder: str, round_year: int, passphrase: str) -> tuple[str, str]:
    """Return the public half of a new key, and the text of its holder's file, which has no locks yet."""
    public_key, identity = sealing.new_round_key()
    return public_key, _text(round_year, "", holder, _held(identity, passphrase), bool(passphrase), {})


def finished(file: HolderFile, *, fingerprint: str, locks: Mapping[str, str]) -> str:
    """Return the text of a holder's file with the round's locks in it."""
    return _text(file.round, fingerprint, file.holder, file.key, file.has_passphrase, locks)


def make_holder_files(secret: RoundSecret, *, passphrases: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the text of each holder's file, by holder. `passphrases` by holder; who has none has an open file."""
    words = passphrases or {}
    pairs = [sealing.new_round_key() for _ in HOLDERS]
    public = {holder: pair[0] for holder, pair in zip(HOLDERS, pairs, strict=True)}
    locks, print_ = make_locks(secret, public), secret.fingerprint
    files = {}
    for holder, (_public, identity) in zip(HOLDERS, pairs, strict=True):
        passphrase = words.get(holder, "")
        files[holder] = _text(secret.round, print_, holder, _held(identity, passphrase), bool(passphrase), locks)
    return files


def read_holder_file(text: str) -> HolderFile:
    """Read a holder's file. Raises KeyFault where it is none or is damaged."""
    try:
        content = json.loads(text)
    except ValueError:
        content = None
    match content:
        case {
            "kind": "laerling holder key",
            "version": 1,
            "round": int(round_year),
            "holder": str(holder),
            "fingerprint": str(fingerprint),
            "has_passphrase": bool(has_passphrase),
            "key": str(key),
            "locks": dict(locks),
        } if holder in HOLDERS:
            return HolderFile(holder, round_year, fingerprint, has_passphrase, key, locks)
        case _:
            raise KeyFault("This is not a holder's key file, or it is damaged.")


def spoken(fingerprint: str) -> str:
    """Return a fingerprint as it is read aloud: in groups of four."""
    return " ".join(fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4))


def open_with(first: HolderFile, second: HolderFile, *, passphrases: Mapping[str, str] | None = None) -> RoundSecret:
    """Open the round's secret with two holders' files. Raises KeyFault.

    `passphrases` by holder, for files that have one.
    """
    check_pair(first, second)
    outer, inner = sorted((first, second), key=lambda file: file.holder)
    words = passphrases or {}
    for file in (outer, inner):
        if not file.locks:
            raise KeyFault(
                f"The key file of holder {file.holder.upper()} has no locks yet. Run `finish` with it first."
            )
    content = outer.locks.get(outer.holder + inner.holder, "").encode()
    for file in (outer, inner):
        content = _unlock(file, words.get(file.holder, ""), content)
    return _secret(content, first)


def check_pair(first: HolderFile, second: HolderFile) -> None:
    """Check, before anybody is asked for a passphrase, that the files are two holders' of one key. Raises KeyFault."""
    if first.holder == second.holder:
        raise KeyFault("Both files belong to the same holder. Two different holders must open the urn together.")
    if (first.round, first.fingerprint) != (second.round, second.fingerprint):
        raise KeyFault("The two files belong to different keys. Take both from the same round's key ceremony.")


def _lock(secret: RoundSecret, outer: str, inner: str) -> str:
    content = {"round": secret.round, "identity": secret.identity, "mac_key": secret.mac_key.hex()}
    return sealing.lock_for(outer, sealing.lock_for(inner, json.dumps(content).encode())).decode("ascii")


def _held(identity: str, passphrase: str) -> str:
    return sealing.lock_by_words(passphrase, identity.encode()).decode("ascii") if passphrase else identity


def _text(round_year: int, fingerprint: str, holder: str, key: str, has_words: bool, locks: Mapping[str, str]) -> str:  # noqa: FBT001  the lines of one file
    content = {
        "kind": _KIND,
        "version": _VERSION,
        "round": round_year,
        "holder": holder,
        "fingerprint": fingerprint,
        "has_passphrase": has_words,
        "key": key,
        "locks": {pair: lock for pair, lock in locks.items() if holder in pair},
    }
    return json.dumps(content, indent=1) + "\n"


def _unlock(file: HolderFile, passphrase: str, content: bytes) -> bytes:
    key = file.key
    if file.has_passphrase:
        try:
            key = sealing.unlock_by_words(passphrase, key.encode()).decode("ascii")
        except sealing.SealFault:
            raise KeyFault(f"The passphrase of holder {file.holder.upper()} is wrong.") from None
    try:
        return sealing.unlock_with(key, content)
    except sealing.SealFault:
        _damaged(file)


def _secret(content: bytes, file: HolderFile) -> RoundSecret:
    try:
        found = json.loads(content)
        secret = RoundSecret(found["round"], found["identity"], bytes.fromhex(found["mac_key"]))
        matches = (secret.round, secret.fingerprint) == (file.round, file.fingerprint)
    except (ValueError, KeyError, TypeError, sealing.SealFault):
        _damaged(file)
    if not matches:
        _damaged(file)
    return secret


def _damaged(file: HolderFile) -> NoReturn:
    raise KeyFault(
        f"The key file of holder {file.holder.upper()} does not open with the other: one of them is damaged."
    )
