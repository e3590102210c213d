"""SMS as each recipient gets it: their own form, office and link, and nobody's name."""

from uuid import uuid4

import pytest

from laerling.invitations.models import Dispatch
from laerling.invitations.texts import OwnLine, checked_line, compose
from laerling.invitations.tokens import token
from laerling.invitations.writing import Recipient, Writer
from laerling.outbox.channels.sms.texts import length
from laerling.rounds import queries as rounds
from tests.invitations.people import NOW, OFFICE, VESTLAND, office

pytestmark = pytest.mark.django_db
KEY = b"k" * 32


def written(form, *, office_orgnr=OFFICE, county="46", own=None):
    texts = compose(
        round_year=2026,
        kind="reminder",
        channels=["sms"],
        own=checked_line(own or OwnLine()),
        sender=VESTLAND.unit_name,
    )["sms"]
    dispatch = Dispatch(
        id=uuid4(),
        round_id=2026,
        channel="sms",
        kind="reminder",
        ordered_at=NOW,
        sms_nb=texts["nb"].body,
        sms_nn=texts["nn"].body,
    )
    to = Recipient(uuid4(), 1, county, office_orgnr, "Kari Nordmann", "", "+4791234567", form)
    return to, Writer(dispatch, rounds.get(2026), KEY).sms(uuid4(), to)


@pytest.mark.parametrize(("form", "word"), [("nb", "lenken"), ("nn", "lenkja"), ("", "lenken")])
def test_sms_is_written_in_the_recipients_form_with_their_own_link(form, word):
    office(name="Opplæringskontoret – vest")
    to, sms = written(form)

    assert sms.to == "+4791234567"
    assert word in sms.text
    assert f"/s/{token(KEY, to.invitation_id, 1)}\n" in sms.text
    assert "Spør Opplæringskontoret - vest." in sms.text
    assert "20. desember 2026" in sms.text
    assert "Kari" not in sms.text
    assert "{" not in sms.text
    assert (length(sms.text).parts, length(sms.text).dear) == (2, ())


def test_senders_own_line_stands_in_the_sms_where_it_is_given():
    office()
    _to, sms = written("nn", own=OwnLine(sms_nb="Spør oss i {kontor}.", sms_nn="Spør oss i {kontor}."))
    assert "\nVestland: Spør oss i Byggopp.\n" in sms.text


def test_who_has_no_office_is_told_to_ask_the_county():
    _to, sms = written("nb", office_orgnr="", county="03")
    assert "Spør Oslo kommune." in sms.text
