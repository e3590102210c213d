"""The two files that leave the offline machine of the key ceremony: locks for the holders, the round's key for the server. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from laerling.responses import sealing
from laerling.responses.keys import HOLDERS, PAIRS, HolderFile, KeyFault, RoundSecret, finished, make_locks

_LOCKS: Final = "laerling round locks"
_ROUND: Final = "laerling round key"
_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class RoundFile:
    """What the server is told: the public key, whose three keys open it, and the MAC key sealed to the server's own key."""

    round: int
    public_key: str
    fingerprint: str
    holders: Mapping[str, str]
    sealed_mac_key: str = field(repr=False)


def locks_text(secret: RoundSecret, holders: Mapping[str, str]) -> str:
    """Return the file with the locks of every pair. It opens nothing without two holders' own keys."""
    content = {
        "kind": _LOCKS,
        "version": _VERSION,
        "round": secret.round,
        "fingerprint": secret.fingerprint,
        "locks": make_locks(secret, holders),
    }
    return json.dumps(content, indent=1) + "\n"


def with_locks(file: HolderFile, text: str) -> str:
    """Return a holder's file with the round's locks in it. Raises KeyFault where they are another round's, or none."""
    match _read(text):
        case {
            "kind": "laerling round locks",
            "version": 1,
            "round": int(round_year),
            "fingerprint": str(fingerprint),
            "locks": dict(locks),
        } if set(locks) == set(PAIRS):
            if round_year != file.round:
                raise KeyFault("The locks belong to another round than the key file.")
            if file.locks and file.fingerprint != fingerprint:
                raise KeyFault("The key file has another key's locks already. Each round needs a new key file.")
            return finished(file, fingerprint=fingerprint, locks=locks)
        case _:
            raise KeyFault("This is not the file with the round's locks, or it is damaged.")


def round_text(secret: RoundSecret, holders: Mapping[str, str], server: str) -> str:
    """Return the file for the server; `server` is the public key that it made for this."""
    content = {
        "kind": _ROUND,
        "version": _VERSION,
        "round": secret.round,
        "public_key": sealing.public_key_of(secret.identity),
        "fingerprint": secret.fingerprint,
        "holders": dict(holders),
        "mac_key": sealing.lock_for(server, secret.mac_key.hex().encode()).decode("ascii"),
    }
    return json.dumps(content, indent=1) + "\n"


def read_round(text: str) -> RoundFile:
    """Read the file for the server. Raises KeyFault where it is none, or its fingerprint is not its key's."""
    match _read(text):
        case {
            "kind": "laerling round key",
            "version": 1,
            "round": int(round_year),
            "public_key": str(public_key),
            "fingerprint": str(fingerprint),
            "holders": dict(holders),
            "mac_key": str(mac_key),
        } if set(holders) == set(HOLDERS) and sealing.is_public_key(public_key):
            if sealing.fingerprint(public_key) != fingerprint:
                raise KeyFault("The fingerprint in the file is not that of its key.")
            return RoundFile(round_year, public_key, fingerprint, holders, mac_key)
        case _:
            raise KeyFault("This is not the round's key for the server, or it is damaged.")


def mac_key_of(file: RoundFile, server_identity: str) -> bytes:
    """Open the MAC key with the server's own identity. Raises KeyFault."""
    try:
        mac_key = bytes.fromhex(sealing.unlock_with(server_identity, file.sealed_mac_key.encode()).decode("ascii"))
    except (sealing.SealFault, ValueError):
        mac_key = b""
    if len(mac_key) != sealing.MAC_KEY_BYTES:
        raise KeyFault("The file was made for another server than this one.")
    return mac_key


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
