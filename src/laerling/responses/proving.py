"""A riddle that only two key holders together can read: the proof that a round's urn could be opened. Pure.

The riddle is text in age's own form, sealed to the round's public key. In it stands one answer for each pair of holders.
The database keeps their hashes only, so who reads the database cannot answer.
"""

import hmac
import json
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from laerling.responses import sealing
from laerling.responses.keys import PAIRS, KeyFault, RoundSecret

_KIND: Final = "laerling key challenge"
# Nothing that is taken for something else when it is read aloud or typed.
_SIGNS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_GROUPS, _GROUP_SIGNS = 4, 4


@dataclass(frozen=True, slots=True)
class Riddle:
    """A sealed riddle, and the SHA-256 of the right answer of each pair of holders."""

    sealed: str
    answers: dict[str, str] = field(repr=False)


def make_riddle(round_year: int, public_key: str) -> Riddle:
    """Return a new riddle for the holders of a round's key."""
    answers = {pair: f"{pair.upper()}-{_random()}" for pair in PAIRS}
    content = {"kind": _KIND, "round": round_year, "answers": answers}
    sealed = sealing.lock_for(public_key, json.dumps(content).encode()).decode("ascii")
    return Riddle(sealed, {pair: _hash(answer) for pair, answer in answers.items()})


def answer_of(sealed: str, secret: RoundSecret, pair: str) -> str:
    """Return what the pair of holders types, such as AB-K7QD-2MXW-…. Raises KeyFault."""
    try:
        content = json.loads(sealing.unlock_with(secret.identity, sealed.encode("ascii", errors="replace")))
    except sealing.SealFault:
        raise KeyFault("The challenge is not sealed to this key, or it was damaged on its way.") from None
    except ValueError:
        content = None
    match content:
        case {"kind": "laerling key challenge", "round": int(round_year), "answers": dict(answers)}:
            if round_year != secret.round:
                raise KeyFault("The challenge belongs to another round.")
            return str(answers.get(pair, ""))
        case _:
            raise KeyFault("This is not a challenge from the server.")


def pair_of(typed: str, answers: dict[str, str]) -> str:
    """Return which pair of holders a typed answer is right for; empty where it is wrong. Blanks and case do not matter."""
    digest = _hash(typed)
    return next((pair for pair, right in answers.items() if hmac.compare_digest(right, digest)), "")


def _hash(answer: str) -> str:
    signs = "".join(sign for sign in answer.upper() if sign.isascii() and sign.isalnum())
    return sha256(signs.encode()).hexdigest()


def _random() -> str:
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_GROUP_SIGNS)) for _ in range(_GROUPS))
