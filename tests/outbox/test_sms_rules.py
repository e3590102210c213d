"""How an SMS is counted, when it may leave, and how numbers and the environment's gateways are read."""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from laerling.config.env import Env
from laerling.kernel.clock import OSLO
from laerling.outbox.channels.sms import hours, numbers, texts
from laerling.register.rules import contacts


@pytest.mark.parametrize(
    ("text", "signs", "parts", "left"),
    [
        ("", 0, 0, 160),
        ("a" * 160, 160, 1, 0),
        ("a" * 161, 161, 2, 145),
        ("a" * 306, 306, 2, 0),
        ("a" * 307, 307, 3, 152),
        ("æøåÆØÅéäö@£§" * 10, 120, 1, 40),
        ("€" * 80, 160, 1, 0),
        ("[" * 81, 162, 2, 143),
        # A sign of two is not cut: 152 + € does not fit the first 153.
        ("a" * 152 + "€" + "a" * 7, 161, 2, 144),
        ("«hei»", 5, 1, 65),
        ("«" + "a" * 69, 70, 1, 0),
        ("«" + "a" * 70, 71, 2, 63),
        ("😀" * 35, 70, 1, 0),
        ("😀" * 36, 72, 2, 61),
    ],
)
def test_text_is_counted_as_the_network_counts_it(text, signs, parts, left):
    found = texts.length(text)
    assert (found.signs, found.parts, found.left) == (signs, parts, left)


def test_signs_that_make_a_text_dearer_are_named_once_each_with_what_plain_ones_would_save():
    text = "Hei «Kari» – svar på «Lærlingundersøkelsen» " + "a" * 60
    found = texts.length(text)
    assert (found.dear, found.parts, found.parts_plain) == (("«", "»", "–"), 2, 1)
    assert texts.plain(text).startswith('Hei "Kari" - svar på "Lærlingundersøkelsen" ')
    assert texts.length(texts.plain(text)).dear == ()


def test_text_without_a_plain_way_stays_dear():
    found = texts.length("Hei 😀" + "a" * 70)
    assert (found.dear, found.parts, found.parts_plain) == (("😀",), 2, 2)


@pytest.mark.parametrize(
    ("now", "allowed"),
    [
        ("2026-10-20 07:59", "2026-10-20 08:00"),
        ("2026-10-20 08:00", "2026-10-20 08:00"),
        ("2026-10-20 20:59:59", "2026-10-20 20:59:59"),
        ("2026-10-20 21:00", "2026-10-21 08:00"),
        # Saturday evening and Sunday wait for Monday.
        ("2026-10-17 20:00", "2026-10-17 20:00"),
        ("2026-10-17 21:00", "2026-10-19 08:00"),
        ("2026-10-18 12:00", "2026-10-19 08:00"),
        # The night clocks go back, from Saturday evening to Monday morning, and the one they go forward.
        ("2026-10-24 22:00", "2026-10-26 08:00"),
        ("2026-03-28 23:00", "2026-03-30 08:00"),
    ],
)
def test_sms_leaves_by_day_and_not_on_sundays(now, allowed):
    now, allowed = (datetime.fromisoformat(moment).replace(tzinfo=OSLO) for moment in (now, allowed))
    assert hours.next_allowed(now.astimezone(UTC)) == allowed


def test_hours_follow_the_clock_on_the_wall_when_it_is_changed():
    before, after = datetime(2026, 10, 24, 20, 30, tzinfo=OSLO), datetime(2026, 10, 26, 8, 0, tzinfo=OSLO)
    assert hours.next_allowed(before).astimezone(UTC).hour == 18
    assert hours.next_allowed(datetime(2026, 10, 25, 3, 0, tzinfo=OSLO)) == after
    assert after.astimezone(UTC).hour == 7


def test_what_is_left_of_the_hours_is_nothing_at_night():
    assert hours.time_left(datetime(2026, 10, 20, 20, 59, tzinfo=OSLO)) == timedelta(minutes=1)
    assert hours.time_left(datetime(2026, 10, 20, 22, 0, tzinfo=OSLO)) == timedelta(0)
    assert hours.time_left(datetime(2026, 10, 18, 12, 0, tzinfo=OSLO)) == timedelta(0)


def test_numbers_are_shown_as_people_say_them():
    assert numbers.shown("+4741234567") == "412 34 567"
    assert numbers.shown("+46701234567") == "+46 70 123 45 67"
    assert not numbers.is_foreign("+4741234567")
    assert numbers.is_foreign("+46701234567")


@pytest.mark.parametrize("written", ["41234567", "412 34 567", "+47 412 34 567", "004741234567", "4741234567"])
def test_norwegian_number_is_read_however_it_is_written(written):
    assert contacts.e164(written) == "+4741234567"


@pytest.mark.parametrize("written", ["59123456", "580001234567", "22334455", "81549300", "02800", "123"])
def test_number_that_is_no_mobile_gets_no_sms(written):
    assert contacts.e164(written) == ""


@pytest.mark.parametrize("name", ["Ud", "Laerlingundersokelsen", "47", "Lær", "Udir no"])
def test_sender_is_three_to_eleven_letters(name):
    with pytest.raises(ValidationError, match="sms_sender"):
        Env(sms_sender=name)


@pytest.mark.parametrize(
    ("gateway", "fault"),
    [
        ({"kind": "pigeon"}, "pigeon"),
        ({"kind": "http", "url": "http://sms.eksempel.no/send", "fields": {}}, "without https"),
        ({"kind": "http", "url": "http://127.0.0.1.eksempel.no/", "fields": {}}, "without https"),
        ({"kind": "kannel", "url": "http://10.0.0.4/", "user": "laerling", "secret_file": "/nothing"}, "secret_file"),
        ({"kind": "http", "url": "https://a.no/", "fields": {}, "lookup_url": "https://a.no/{id}"}, "lookup_status"),
        ({"kind": "altinn", "client_id": "x", "key_file": "/nothing", "key_id": "y"}, "key_file"),
    ],
)
def test_gateway_that_cannot_be_used_is_named_at_start(gateway, fault):
    with pytest.raises(ValidationError, match=fault):
        Env(sms=gateway)


def test_secret_is_not_shown_with_the_gateway(tmp_path):
    (tmp_path / "secret").write_text("fra-fil\n")
    shown = repr(Env(sms={"kind": "kannel", "user": "laerling", "secret": "hysj"}))
    assert "hysj" not in shown
    assert Env(sms={"kind": "kannel", "user": "l", "secret_file": tmp_path / "secret"}).sms.password() == "fra-fil"
