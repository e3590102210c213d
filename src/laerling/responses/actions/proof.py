"""The proof that two holders can open what is sealed to the round's key: asked for as a riddle, answered offline."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from laerling.audit import actions as audit
from laerling.kernel.errors import Refusal
from laerling.kernel.types import Actor
from laerling.responses import proving, vault
from laerling.responses.models import KeyChallenge, KeyProof, RoundKey
from laerling.responses.rules import PROOF_DAYS, RIDDLE_HOURS
from laerling.rounds import queries as rounds


class NoRoundKey(Refusal):
    """There is nothing to prove yet."""

    code = "no_round_key"
    sentence = _("The round %(year)s has no key yet. Make it first.")


class KeyNotPinned(Refusal):
    """A proof of a key that this installation does not know would say nothing."""

    code = "key_not_pinned"
    sentence = _("The key of %(year)s is not the one that is pinned here. Find out who changed it before you go on.")


class NoChallenge(Refusal):
    """No riddle was made, or it is answered already."""

    code = "no_challenge"
    sentence = _("No challenge is waiting for an answer. Make a new one.")


class ChallengeTooOld(Refusal):
    """The answer to an old riddle says nothing of today."""

    code = "challenge_too_old"
    sentence = _("The challenge is more than %(hours)s hours old. Make a new one, and let two holders open it.")


class WrongAnswer(Refusal):
    """The typed answer is none of the pairs'."""

    code = "wrong_answer"
    status = 422
    sentence = _("That is not the answer to the challenge. Check what you typed; nothing was stored.")


class KeyNotProven(Refusal):
    """A round opens with a fresh proof only: answers that nobody can open would be lost."""

    code = "key_not_proven"
    sentence = _(
        "The round %(year)s cannot open: no two key holders have shown in the last %(days)s days that they can open the urn."
    )


@dataclass(frozen=True, slots=True)
class ProofReceipt:
    """Which two holders have shown that they have the key, such as "ab", and when."""

    round: int
    holders: str
    proven_at: datetime


@transaction.atomic
def make_challenge(*, round_year: int, by: Actor, now: datetime) -> str:
    """Make a new riddle in place of an earlier one, and return it, sealed to the round's key.

    Raises UnknownRound, NoRoundKey, KeyNotPinned.
    """
    rounds.get(round_year)
    key = RoundKey.objects.filter(round_id=round_year).first()
    if key is None:
        raise NoRoundKey(year=round_year)
    if key.fingerprint != vault.pinned_fingerprint(round_year):
        raise KeyNotPinned(year=round_year)
    riddle = proving.make_riddle(round_year, key.public_key)
    KeyChallenge.objects.update_or_create(
        round_id=round_year,
        defaults={
            "fingerprint": key.fingerprint,
            "sealed": riddle.sealed,
            "answers": riddle.answers,
            "made_at": now,
        },
    )
    audit.record("responses.key.challenged", by=by, now=now, about=f"round:{round_year}")
    return riddle.sealed


@transaction.atomic
def prove(*, round_year: int, answer: str, by: Actor, now: datetime) -> ProofReceipt:
    """Take the answer that two holders read in the riddle. It counts once.

    Raises UnknownRound, NoChallenge, ChallengeTooOld, WrongAnswer: nothing is stored then.
    """
    rounds.get(round_year)
    challenge = KeyChallenge.objects.select_for_update().filter(round_id=round_year).first()
    key = RoundKey.objects.filter(round_id=round_year).first()
    if challenge is None or key is None or challenge.fingerprint != key.fingerprint:
        raise NoChallenge
    if now - challenge.made_at > timedelta(hours=RIDDLE_HOURS):
        raise ChallengeTooOld(hours=RIDDLE_HOURS)
    holders = proving.pair_of(answer, challenge.answers)
    if not holders:
        raise WrongAnswer
    KeyProof.objects.create(
        round_id=round_year, fingerprint=key.fingerprint, holders=holders, proven_at=now, handed_in_by=by.id
    )
    challenge.delete()
    about = f"round:{round_year}"
    audit.record("responses.key.proven", by=by, now=now, about=about, holders=holders.upper())
    return ProofReceipt(round_year, holders, now)


def require_proof(*, round_year: int) -> None:
    """Check that the round's key is proven as the database wants it for the round to open. Raises UnknownRound, KeyNotProven."""
    since = rounds.get(round_year).opens_at - timedelta(days=PROOF_DAYS)
    if not KeyProof.objects.filter(round_id=round_year, proven_at__gte=since).exists():
        raise KeyNotProven(year=round_year, days=PROOF_DAYS)
