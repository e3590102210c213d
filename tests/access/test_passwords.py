"""Which passwords are refused, and that nothing else is asked of them."""

from contextlib import suppress

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from laerling.access.models import Account
from laerling.access.passwords import EasyToGuess

KARI = Account(email="kari.vik@vestland.eksempel.no", name="Kari Vik Nordmann")


@pytest.mark.parametrize(
    "password",
    [
        "korthår",
        "fjorten tegn..",
        "passordpassord",
        "password1234567",
        "passwordpassword",
        "aaaaaaaaaaaaaaaaaaaa",
        "abababababababababab",
        "kortkortkortkort",
        "123456789012345678",
        "abcdefghijklmnopqrst",
        "qwertyuiopåasdfghjkl",
        "1q2w3e4r5t6y7u8i9o0p",
        "1qaz2wsx3edc4rfv",
        "Laerlingundersokelsen2026",
        "lærlingundersøkelsen!!!",
        "utdanningsdirektoratet1",
        "Vestlandfylkeskommune26",
        "2026-opplæringskontor-2026",
        "KariVikNordmann2026",
        "nordmann-kari-1985-vik",
        "kari.vik@vestland.eksempel.no",
        "P@$$word12345678",
        "a1b2c3d4e5f6g7h8i9j0",
    ],
)
def test_password_that_guessers_try_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, KARI)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "ekorn-humle-lerke-lyng",
        "fjelltur paraply makrell",
        "xk7Qz!vP2m#Lw9rT4bN8",
        "jeg liker brunost med syltetøy",
        "                 mellomrom og ord",
        "😀 et hus ved havet 😀",
        "kari liker ikke makrell i tomat",
    ],
)
def test_long_password_of_any_composition_is_taken(password):
    validate_password(password, KARI)


def test_list_is_long_and_asks_nobody():
    from laerling.access.passwords import _known

    assert len(_known()) > 19_000


@pytest.mark.parametrize("password", ["", " ", "å", "a" * 1000, "\x00" * 20])
def test_any_text_can_be_judged(password):
    with suppress(ValidationError):
        EasyToGuess().validate(password, None)
