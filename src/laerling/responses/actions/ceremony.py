"""What the key ceremony brings to the server: the holders' public halves and the round's key, and how it is given up."""

from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from laerling.audit import actions as audit
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.responses import keys, roundfile, sealing, vault
from laerling.responses.actions.round_key import KeyReceipt, RoundKeyExists
from laerling.responses.models import Draft, HolderKey, Intake, KeyChallenge, KeyProof, Opening, RoundKey, Urn
from laerling.rounds import queries as rounds


class NoPublicKey(Refusal):
    """What was typed is not the public half of a key."""

    code = "no_public_key"
    status = 422
    sentence = _("That is not the public half of a key. It begins with “age1” and is 62 characters long.")


class PrivateKeyHandedIn(Refusal):
    """The private half was shown to a server: the key is burnt."""

    code = "private_key_handed_in"
    status = 422
    sentence = _("That is the secret half. It must never leave its holder. Make a new key, and destroy this one.")


class HolderKeyTaken(Refusal):
    """Two holders with one key would be one holder."""

    code = "holder_key_taken"
    sentence = _("Another holder has handed in the same key. Each holder makes their own.")


class UnreadableRoundFile(Refusal):
    """Not the file from the offline machine, damaged, or made for another server."""

    code = "unreadable_round_file"
    sentence = _("The round's key cannot be taken in: the file is another one, damaged, or made for another server.")


class OtherHolders(Refusal):
    """The round's key can be opened by others than those who handed in their keys."""

    code = "other_holders"
    sentence = _("Stop: the round's key was made for other holders than those who handed in their keys here.")


class AnswersAreSealed(Refusal):
    """A key that answers are sealed to is never given up."""

    code = "answers_are_sealed"
    sentence = _("Answers are sealed to the key of %(year)s already. It cannot be given up.")


@transaction.atomic
def hand_in_holder_key(*, round_year: int, holder: str, public_key: str, by: Actor, now: datetime) -> str:
    """Write down the public half of a holder's own key, in place of an earlier one; return its fingerprint.

    Raises UnknownRound, RoundKeyExists, PrivateKeyHandedIn, NoPublicKey, HolderKeyTaken.
    """
    rounds.get(round_year)
    written = "".join(public_key.split())
    if written.upper().startswith("AGE-SECRET-KEY"):
        raise PrivateKeyHandedIn
    if not sealing.is_public_key(written):
        raise NoPublicKey
    if RoundKey.objects.filter(round_id=round_year).exists():
        raise RoundKeyExists(year=round_year)
    others = HolderKey.objects.filter(round_id=round_year).exclude(holder=holder)
    if others.filter(public_key=written).exists():
        raise HolderKeyTaken
    HolderKey.objects.update_or_create(
        round_id=round_year,
        holder=holder,
        defaults={"public_key": written, "handed_in_at": now, "handed_in_by": by.id},
    )
    print_, about = sealing.fingerprint(written), f"round:{round_year}"
    audit.record(
        "responses.holder_key.handed_in", by=by, now=now, about=about, holder=holder.upper(), fingerprint=print_
    )
    return print_


@transaction.atomic
def make_server_key(*, round_year: int, by: Actor, now: datetime) -> str:
    """Return the public key that the offline machine seals the MAC key to; its other half stays in this home.

    The same one until the round's key has come. Raises UnknownRound, RoundKeyExists.
    """
    rounds.get(round_year)
    if RoundKey.objects.filter(round_id=round_year).exists():
        raise RoundKeyExists(year=round_year)
    identity, is_new = vault.server_identity(round_year)
    if is_new:
        audit.record("responses.server_key.made", by=by, now=now, about=f"round:{round_year}")
    return sealing.public_key_of(identity)


@transaction.atomic
def import_round_key(*, round_year: int, file: Path, by: Actor, now: datetime) -> KeyReceipt:
    """Take in the public key that was made offline, pin its fingerprint and keep the MAC key in this home.

    Holders who have not handed in a key here are written down as the file names them. Raises UnknownRound,
    RoundKeyExists, UnreadableRoundFile, OtherHolders: nothing is stored then.
    """
    rounds.get(round_year)
    try:
        brought = roundfile.read_round(file.read_text(encoding="utf-8"))
        mac_key = roundfile.mac_key_of(brought, vault.server_identity(round_year)[0])
    except (keys.KeyFault, OSError, ValueError):
        raise UnreadableRoundFile from None
    if brought.round != round_year:
        raise UnreadableRoundFile
    _check_holders(brought, by, now)
    _key, is_new = RoundKey.objects.get_or_create(
        round_id=round_year,
        defaults={"public_key": brought.public_key, "fingerprint": brought.fingerprint, "made_at": now},
    )
    if not is_new:
        raise RoundKeyExists(year=round_year)
    vault.write(round_year, vault.Vault(brought.fingerprint, mac_key, sealing.new_mac_key()))
    about = f"round:{round_year}"
    audit.record("responses.round_key.made", by=by, now=now, about=about, fingerprint=brought.fingerprint)
    return KeyReceipt(round_year, brought.fingerprint, ())


@transaction.atomic
def give_up_round_key(*, round_year: int, by: Actor, now: datetime) -> None:
    """Forget the round's key and its holders, so that the ceremony can be held anew: before the first answer only.

    Safe to repeat. Raises UnknownRound, AnswersAreSealed.
    """
    rounds.get(round_year)
    key = RoundKey.objects.select_for_update().filter(round_id=round_year).first()
    if any(table.objects.filter(round_id=round_year).exists() for table in (Intake, Urn, Draft, Opening)):
        raise AnswersAreSealed(year=round_year)
    for table in (KeyProof, KeyChallenge, HolderKey, RoundKey):
        table.objects.filter(round_id=round_year).delete()
    vault.forget(round_year)
    if key is not None:
        about = f"round:{round_year}"
        audit.record("responses.round_key.given_up", by=by, now=now, about=about, fingerprint=key.fingerprint)


def _check_holders(brought: roundfile.RoundFile, by: Actor, now: datetime) -> None:
    handed_in = dict(HolderKey.objects.filter(round_id=brought.round).values_list("holder", "public_key"))
    if not handed_in.items() <= dict(brought.holders).items():
        raise OtherHolders
    HolderKey.objects.bulk_create(
        HolderKey(round_id=brought.round, holder=holder, public_key=public_key, handed_in_at=now, handed_in_by=by.id)
        for holder, public_key in brought.holders.items()
        if holder not in handed_in
    )
