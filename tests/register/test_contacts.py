import pytest
from hypothesis import given
from hypothesis import strategies as st

from laerling.register.rules.contacts import e164, email_state, mobile_state


@pytest.mark.parametrize(
    ("email", "state"),
    [
        ("kari.nordmann@eksempel.no", "ok"),
        ("a+b@sub.eksempel.no", "ok"),
        ("", "missing"),
        ("ola@eksempel,no", "malformed"),
        ("feil@", "malformed"),
        ("kari", "malformed"),
        ("kari@eksempel", "malformed"),
        ("kari @eksempel.no", "malformed"),
        ("kari@@eksempel.no", "malformed"),
        ("kari..n@eksempel.no", "malformed"),
        ("kari@eksempel.no\nBcc: all@eksempel.no", "malformed"),
        ("kari@eksempel.no\n", "malformed"),
        ("kåre@eksempel.no", "malformed"),
        ("a@eksempel.no, b@eksempel.no", "malformed"),
        ("x" * 65 + "@eksempel.no", "malformed"),
    ],
)
def test_email_state(email, state):
    assert email_state(email) == state


@pytest.mark.parametrize(
    ("mobile", "state", "number"),
    [
        ("44201832", "ok", "+4744201832"),
        ("+47 90912488", "ok", "+4790912488"),
        ("004790912488", "ok", "+4790912488"),
        ("4790912488", "ok", "+4790912488"),
        ("909 12 488", "ok", "+4790912488"),
        ("", "missing", ""),
        ("123", "malformed", ""),
        ("22123456", "landline", ""),
        ("+47 22123456", "landline", ""),
        ("00000000", "malformed", ""),
        ("80012345", "malformed", ""),
        ("4420183", "malformed", ""),
        ("442018321", "malformed", ""),
        ("ukjent", "malformed", ""),
        ("4420x832", "malformed", ""),
        ("+46701234567", "foreign", "+46701234567"),
        ("0046 70 123 45 67", "foreign", "+46701234567"),
        ("+4681234567", "landline", ""),
        ("+999123456789", "malformed", ""),
        ("٤٤٢٠١٨٣٢", "malformed", ""),
    ],
)
def test_mobile_state_and_number(mobile, state, number):
    assert (mobile_state(mobile), e164(mobile)) == (state, number)


@given(st.text(max_size=30))
def test_whatever_can_be_reached_has_a_number_and_nothing_else_has(mobile):
    assert (mobile_state(mobile) in {"ok", "foreign"}) == bool(e164(mobile))
