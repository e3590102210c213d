from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laerling.register.rules.made_up import email_made_up, mobile_made_up


@pytest.mark.parametrize(
    "email",
    [
        "test@gmail.com",
        "Test2@firma.no",
        "test.testesen@firma.no",
        "ingen@ingen.no",
        "ingen.epost@firma.no",
        "mangler@gmail.com",
        "har-ikke-epost@gmail.com",
        "ukjent@firma.no",
        "asdf@firma.no",
        "asdfgh@gmail.com",
        "qwerty@gmail.com",
        "noreply@firma.no",
        "no-reply@firma.no",
        "do.not.reply@firma.no",
        "xxxx@firma.no",
        "aaaaa@gmail.com",
        "0000@firma.no",
        "1234@firma.no",
        "kari@test.no",
        "kari@example.com",
        "kari@firma.invalid",
        "x@x.no",
        "fornavn.etternavn@gmail.com",
    ],
)
def test_address_that_nobody_has_is_made_up(email):
    assert email_made_up(email)


@pytest.mark.parametrize(
    "email",
    [
        "",
        "kari.hansen@gmail.com",
        "testa.rossi@gmail.com",
        "tina.test@firma.no",
        "o.testmann@firma.no",
        "ingen-marie@firma.no",
        "aaa@firma.no",
        "tom@firma.no",
        "post@firma.no",
        "12maria@gmail.com",
        "p7-000001@eksempel.no",
        "kari@testsenteret.no",
        "kari@ingeniorene.no",
        "kari@hm.no",
    ],
)
def test_address_that_somebody_may_have_is_not_made_up(email):
    assert not email_made_up(email)


@pytest.mark.parametrize(
    "number",
    ["00000000", "99999999", "40000000", "90000000", "12345678", "91234567", "41234567", "98765432", "12341234"],
)
def test_number_along_the_keys_or_of_one_figure_is_made_up(number):
    assert mobile_made_up(number)


@pytest.mark.parametrize("number", ["", "45193352", "90010203", "40004000", "99887766", "91122334", "123", "40000012"])
def test_number_that_somebody_may_have_is_not_made_up(number):
    assert not mobile_made_up(number)


def _irregular(number):
    """How many of a number's steps from figure to figure are neither none nor one up or down."""
    steps = [int(after) - int(before) for before, after in pairwise(number)]
    return sum(abs(step) > 1 for step in steps)


@given(st.from_regex(r"[49][0-9]{7}", fullmatch=True).filter(lambda number: _irregular(number) > 1))
def test_number_with_two_leaps_in_it_is_ordinary(number):
    assert not mobile_made_up(number)


@given(st.sampled_from("0123456789"), st.sampled_from("0123456789"), st.booleans())
def test_seven_alike_are_never_ordinary(figure, other, first):
    assert mobile_made_up(other + figure * 7 if first else figure * 7 + other)


def test_hardly_any_number_looks_made_up():
    chance = Random(1)
    numbers = [f"{chance.choice('49')}{chance.randrange(10**7):07}" for _ in range(100_000)]
    assert sum(map(mobile_made_up, numbers)) <= 3


@given(st.text(max_size=40))
def test_nothing_that_is_written_makes_the_rules_fail(text):
    assert email_made_up(text) in {True, False}
    assert mobile_made_up(text) in {True, False}


@given(
    st.sampled_from(["kari", "ola", "ingrid", "mohammed", "zofia", "liv"]),
    st.sampled_from(["hansen", "nilsen", "li", "kowalska", "ahmed", "aas"]),
    st.integers(0, 99),
    st.sampled_from(["gmail.com", "hotmail.no", "vlfk.no", "verft.no", "online.no"]),
)
def test_name_at_a_known_place_is_ordinary(first, last, number, domain):
    assert not email_made_up(f"{first}.{last}{number or ''}@{domain}")
