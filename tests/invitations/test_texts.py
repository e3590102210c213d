"""The line a sender may add, and the letters that come with the system."""

import pytest

from laerling.invitations.texts import (
    LETTER_PLACEHOLDERS,
    LineInOneForm,
    LineTooLong,
    LinkInText,
    OwnLine,
    UnknownPlaceholder,
    checked_line,
    first_letters,
    longest,
    placeholders,
)
from laerling.invitations.texts.lines import with_line

BOTH = [
    (channel, kind, form)
    for channel in ("email", "sms")
    for kind in ("invitation", "reminder")
    for form in ("nb", "nn")
]


def line(text, channel="email"):
    if channel == "sms":
        return checked_line(OwnLine(sms_nb=text, sms_nn=text)).sms_nb
    return checked_line(OwnLine(nb=text, nn=text)).nb


def composed(kind, channel, own, sender):
    letters = first_letters()[kind, channel].texts
    return {form: with_line(text, channel, form, own=own, sender=sender) for form, text in letters.items()}


@pytest.mark.parametrize("kind", ["invitation", "reminder"])
@pytest.mark.parametrize("form", ["nb", "nn"])
def test_every_letter_has_its_links_and_the_last_day(kind, form):
    letter = first_letters()[kind, "email"].texts[form]
    assert {"lenke", "nei", "frist", "egen_linje", "hjelp", "navn"} <= placeholders(letter.body) <= LETTER_PLACEHOLDERS
    assert 0 < len(letter.subject) <= 70


@pytest.mark.parametrize("kind", ["invitation", "reminder"])
@pytest.mark.parametrize("form", ["nb", "nn"])
def test_every_sms_says_who_asks_whom_to_ask_and_fits_in_two_parts(kind, form):
    body = first_letters()[kind, "sms"].texts[form].body
    length = longest(body)
    assert "Utdanningsdirektoratet" in body
    assert placeholders(body) >= {"lenke", "kontor", "egen_linje"}
    assert not length.dear
    assert length.parts == 2
    assert length.signs <= 2 * 153


@pytest.mark.parametrize(("channel", "kind", "form"), BOTH)
def test_forms_are_written_in_their_own_language_and_promise_what_is_true(channel, kind, form):
    words = set(first_letters()[kind, channel].texts[form].body.lower().replace(".", " ").replace("?", " ").split())
    other = {"nb": {"ikkje", "kva", "frå", "lenkja"}, "nn": {"ikke", "hva", "jeg", "fra", "lenken"}}[form]
    assert not words & other
    assert words & {"nb": {"fortrolig", "fortrolige"}, "nn": {"fortruleg", "fortrulege"}}[form]


def test_a_line_is_plain_text_on_one_line():
    assert line("  Vi spanderer\n pizza \t kl. 12!\u200b ") == "Vi spanderer pizza kl. 12!"
    assert line("<b>Svar</b> nå, f.eks. i lunsjen") == "<b>Svar</b> nå, f.eks. i lunsjen"
    assert line("Hei {navn}, fristen er {frist}. {kontor} hjelper: {lenke}").count("{") == 4


def test_a_line_for_sms_takes_the_signs_that_are_cheap():
    assert line("«Velkommen» – vi ses…", "sms") == '"Velkommen" - vi ses...'
    assert line("{kontor} hjelper til {frist}.", "sms") == "{kontor} hjelper til {frist}."


@pytest.mark.parametrize("channel", ["email", "sms"])
@pytest.mark.parametrize(
    "text",
    [
        "Se https://eksempel.no",
        "Se HTTP://X",
        "se www eksempel",
        "Gå til eksempel.no nå",
        "Gå til eksempel\uff0eno",
        "Gå til eksempel\u3002no",
        "ek\u200bsempel.no",
        "skriv til meg@kontoret",
        "10.0.0.1/svar",
        "javascript:alert(1)",
        "mailto:x",
        "Hei.Svar nå",
    ],
)
def test_a_line_with_a_link_is_refused(text, channel):
    with pytest.raises(LinkInText) as refusal:
        line(text, channel)
    assert refusal.value.figures == {"channel": channel, "form": "nb"}


@pytest.mark.parametrize(
    "text", ["{ukjent}", "{", "}", "{{navn}}", "{navn", "{nei}", "{egen_linje}", "{navn.x}", "{Navn}"]
)
def test_an_unknown_placeholder_is_refused(text):
    with pytest.raises(UnknownPlaceholder) as refusal:
        line(text)
    assert "{navn}" in str(refusal.value)


@pytest.mark.parametrize("text", ["Hei {navn}", "{lenke}", "{nei}", "{"])
def test_nobodys_name_and_no_second_link_stands_in_an_sms(text):
    with pytest.raises(UnknownPlaceholder) as refusal:
        line(text, "sms")
    assert "{navn}" not in str(refusal.value)


@pytest.mark.parametrize(("channel", "most"), [("email", 300), ("sms", 100)])
def test_a_long_line_is_refused(channel, most):
    assert line("x" * most, channel)
    with pytest.raises(LineTooLong) as refusal:
        line("x" * (most + 1), channel)
    assert str(most) in str(refusal.value)


@pytest.mark.parametrize(("own", "channel"), [(OwnLine(nb="Lykke til!"), "email"), (OwnLine(sms_nn="Hei"), "sms")])
def test_a_line_in_one_form_only_is_refused(own, channel):
    with pytest.raises(LineInOneForm) as refusal:
        checked_line(own)
    assert refusal.value.figures == {"channel": channel}
    assert "nynorsk" in str(refusal.value)


def test_line_is_put_in_with_its_sender():
    own = OwnLine(nb="Vi spanderer pizza.", nn="Vi spanderer pizza.", sms_nb="Pizza!", sms_nn="Pizza!")
    mail = composed("reminder", "email", own, "Byggopp {navn}")
    assert "\n\nMelding fra Byggopp (navn): Vi spanderer pizza.\n\n" in mail["nb"].body
    assert "\n\nMelding frå Byggopp (navn): Vi spanderer pizza.\n\n" in mail["nn"].body
    assert "\nByggopp - vest: Pizza!\n" in composed("reminder", "sms", own, "Byggopp – vest")["nn"].body


@pytest.mark.parametrize("channel", ["email", "sms"])
def test_without_a_line_no_trace_of_one_is_left(channel):
    own = OwnLine(nb="Bare i brevet", nn="Berre i brevet") if channel == "sms" else OwnLine(sms_nb="x", sms_nn="x")
    for text in composed("invitation", channel, own, "Vestland").values():
        assert "egen_linje" not in text.body
        assert "Vestland" not in text.body
        assert "\n\n\n" not in text.body
