"""Which passwords are too easy to guess: no rules of composition, but nothing that guessers try first (M11)."""

import re
from functools import cache
from pathlib import Path
from typing import Final

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_FEWEST_DIFFERENT: Final = 6
_LONGEST_UNIT: Final = 8
_RUNS: Final = (
    *("abcdefghijklmnopqrstuvwxyzæøå", "01234567890", "qwertyuiopåasdfghjkløæzxcvbnm"),
    *("1234567890+", "qazwsxedcrfvtgbyhnujmikolp", "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p"),
)
_LEET: Final = str.maketrans("01345@$!", "oleasasi")


class LongEnough:
    """Refuses short passwords: length is what protects, and the only thing asked for."""

    def __init__(self, min_length: int = 15) -> None:
        """Take the fewest signs a password may have."""
        self.min_length = min_length

    def validate(self, password: str, user: object | None = None) -> None:  # noqa: ARG002  Django gives it
        """Raise ValidationError where a password is too short."""
        if len(password) < self.min_length:
            raise ValidationError(_("This password is too short. Use at least %(n)s signs.") % {"n": self.min_length})

    def get_help_text(self) -> str:
        """Return what to say beside the field."""
        return _("At least %(n)s signs.") % {"n": self.min_length}


class EasyToGuess:
    """Refuses what guessers try first: leaked and common words, our own words, one's own name, repetitions and runs.

    The leaked list is Django's (20,000 words); ours is beside it. Nothing is asked over a network.
    """

    def validate(self, password: str, user: object | None = None) -> None:
        """Raise ValidationError where a password is too easy to guess."""
        low = password.casefold()
        if _is_monotonous(low) or _is_run(low) or any(core in _known() for core in _cores(low)) or _is_own(low, user):
            raise ValidationError(
                _("This password is easy to guess. Put together some words that nobody would expect.")
            )

    def get_help_text(self) -> str:
        """Return what to say beside the field."""
        return _("Not a word with figures after it, and not your name.")


def _cores(low: str) -> set[str]:
    """Return what is left when figures and signs around a word, and the usual swaps of letters, are taken away."""
    bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", low)
    letters = re.sub(r"[\W\d_]", "", low)
    swapped = re.sub(r"[\W\d_]", "", bare.translate(_LEET))
    return {unit for core in (low, bare, letters, swapped) for unit in (core, _unit(core)) if unit}


def _unit(text: str) -> str:
    """Return the shortest piece a text is repetitions of; the text itself where it is none."""
    return text[: (text + text).find(text, 1)] if text else ""


def _is_monotonous(low: str) -> bool:
    return len(set(low)) < _FEWEST_DIFFERENT or (len(_unit(low)) <= _LONGEST_UNIT and len(low) > len(_unit(low)))


def _is_run(low: str) -> bool:
    """Return whether it is nothing but a run along the keyboard or the alphabet, forwards or backwards."""
    bare = re.sub(r"[\W_]", "", low)
    half = max(len(bare) // 2, 5)
    return any(bare[:half] in run and bare[-half:] in run for one in _RUNS for run in (one * 2, one[::-1] * 2))


def _is_own(low: str, user: object | None) -> bool:
    """Return whether little is left of it when the person's own name and address are taken away."""
    words = re.split(r"\W+", f"{getattr(user, 'name', '')} {getattr(user, 'email', '') or ''}".casefold())
    left = low
    for word in sorted(filter(lambda word: len(word) > 2, words), key=len, reverse=True):  # noqa: PLR2004  "vik" is one
        left = left.replace(word, "")
    return left != low and len(re.sub(r"[\W\d_]", "", left)) < _FEWEST_DIFFERENT


@cache
def _known() -> frozenset[str]:
    ours = (Path(__file__).parent / "data" / "own-words.txt").read_text(encoding="utf-8")
    return frozenset(CommonPasswordValidator().passwords) | frozenset(
        word.strip() for word in ours.splitlines() if word.strip() and not word.startswith("#")
    )
