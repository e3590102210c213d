"""Public keys that people paste, and the key by which the areas' server is known."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import asyncssh
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

_LONGEST: Final = 5_000
_SMALLEST_RSA: Final = 3_072
_PLAIN: Final = frozenset({"ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"})
_HOST_KEY: Final = "sftp-host-key"


class NotAKey(ValueError):
    """No public key, or one too weak to let in."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key in OpenSSH's form without its comment, which tends to name a person."""

    algorithm: str
    public: str
    fingerprint: str


def read_public_key(text: str) -> PublicKey:
    """Read a pasted public key: ed25519, ECDSA, or RSA from 3072 bits (NIST SP 800-57, beyond 2030). Raises NotAKey."""
    text = text.strip()
    if len(text) > _LONGEST or not text.startswith(("ssh-", "ecdsa-")):
        raise NotAKey
    try:
        key = asyncssh.import_public_key(text.splitlines()[0])
    except (asyncssh.KeyImportError, ValueError) as fault:
        raise NotAKey from fault
    algorithm = key.get_algorithm()
    inner = key.pyca_key
    is_strong_rsa = isinstance(inner, RSAPublicKey) and inner.key_size >= _SMALLEST_RSA
    if algorithm not in _PLAIN and not is_strong_rsa:
        raise NotAKey
    key.set_comment(None)
    return PublicKey(algorithm, key.export_public_key().decode("ascii").strip(), key.get_fingerprint())


def host_key(home: Path) -> asyncssh.SSHKey:
    """Return the areas' server's own key, made on first use; its public half lies beside it for the pages to show."""
    path = home / "secrets" / _HOST_KEY
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        partial = path.with_suffix(f".{os.getpid()}")
        partial.touch(mode=0o600)
        partial.write_bytes(asyncssh.generate_private_key("ssh-ed25519").export_private_key())
        # A hard link fails where another process was first: two servers must never be known by two keys.
        with suppress(FileExistsError):
            path.hardlink_to(partial)
        partial.unlink()
    key = asyncssh.read_private_key(str(path))
    path.with_suffix(".pub").write_bytes(key.export_public_key())
    return key


def host_fingerprint(home: Path) -> str:
    """Return the fingerprint of the server's key as clients show it, empty before the server has run in this home."""
    path = home / "secrets" / f"{_HOST_KEY}.pub"
    return asyncssh.read_public_key(str(path)).get_fingerprint() if path.exists() else ""
