"""Making a round's key: three holder files, the public half in the database, its fingerprint pinned outside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from laerling.audit import actions as audit
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.responses import keys, sealing, vault
from laerling.responses.models import RoundKey
from laerling.responses.private import private_file
from laerling.rounds import queries as rounds


class RoundKeyExists(Refusal):
    """A round has one key: answers sealed to another could not be opened with the first."""

    code = "round_key_exists"
    sentence = _("The round %(year)s has its key already.")


class FolderInTheWay(Refusal):
    """Never write over a holder's file."""

    code = "folder_in_the_way"
    sentence = _("There are key files in that folder already. Choose an empty folder.")


@dataclass(frozen=True, slots=True)
class KeyReceipt:
    """The key that was made: its fingerprint, to be compared by eye, and the holders' files."""

    round: int
    fingerprint: str
    files: tuple[Path, ...]


@transaction.atomic
def make_round_key(
    *, round_year: int, to: Path, by: Actor, now: datetime, passphrases: Mapping[str, str] | None = None
) -> KeyReceipt:
    """Make the round's key and write one file per holder in the folder `to`; any two of them open the urn.

    The private key is in those files only. `passphrases` by holder ("a", "b", "c") lock their files. Raises
    UnknownRound, RoundKeyExists, FolderInTheWay: nothing is made then.
    """
    rounds.get(round_year)
    public_key, identity = sealing.new_round_key()
    secret = keys.RoundSecret(round_year, identity, sealing.new_mac_key())
    # The row first: of two that make a key at once, the second waits here and is refused before it writes a file.
    _key, is_new = RoundKey.objects.get_or_create(
        round_id=round_year,
        defaults={"public_key": public_key, "fingerprint": secret.fingerprint, "made_at": now},
    )
    if not is_new:
        raise RoundKeyExists(year=round_year)
    texts = keys.make_holder_files(secret, passphrases=passphrases)
    _rehearse(secret, texts, passphrases or {})
    vault.write(round_year, vault.Vault(secret.fingerprint, secret.mac_key, sealing.new_mac_key()))
    files = _write(to, round_year, texts)
    audit.record(
        "responses.round_key.made", by=by, now=now, about=f"round:{round_year}", fingerprint=secret.fingerprint
    )
    return KeyReceipt(round_year, secret.fingerprint, files)


def _rehearse(secret: keys.RoundSecret, texts: Mapping[str, str], passphrases: Mapping[str, str]) -> None:
    """Open the key with every pair before anything is sealed to it. Raises keys.KeyFault."""
    for pair in combinations(texts.values(), 2):
        files = [keys.read_holder_file(text) for text in pair]
        if keys.open_with(*files, passphrases=passphrases) != secret:
            raise keys.KeyFault("A pair of holders opens another key than the one that was made.")


def _write(folder: Path, round_year: int, texts: Mapping[str, str]) -> tuple[Path, ...]:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    paths = {holder: folder / f"holder-{holder}-{round_year}.key" for holder in texts}
    if any(path.exists() for path in paths.values()):
        raise FolderInTheWay
    for holder, path in paths.items():
        with private_file(path) as file:
            file.write(texts[holder].encode())
    return tuple(paths.values())
