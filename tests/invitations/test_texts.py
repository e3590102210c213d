import pytest

from laerling.invitations.texts import (
    LETTER_PLACEHOLDERS,
    LineInOneForm,
    LineTooLong,
    LinkInText,
    OwnLine,
    UnknownPlaceholder,
    checked_line,
    compose,
    letters,
    placeholders,
)


def line(text):
    return checked_line(OwnLine(nb=text, nn=text)).nb


@pytest.mark.parametrize("kind", ["invitation", "reminder"])
@pytest.mark.parametrize("form", ["nb", "nn"])
def test_every_letter_has_its_links_and_the_last_day(kind, form):
    letter = letters()[kind][form]
    assert {"lenke", "nei", "frist", "egen_linje", "hjelp", "navn"} <= placeholders(letter.body) <= LETTER_PLACEHOLDERS
    assert 0 < len(letter.subject) <= 70


@pytest.mark.parametrize("kind", ["invitation", "reminder"])
def test_the_forms_are_written_in_their_own_language_and_promise_what_is_true(kind):
    nb, nn = (letters()[kind][form].body.lower() for form in ("nb", "nn"))
    assert "fortrolig" in nb
    assert "fortruleg" in nn
    assert not {"anonym", "ikkje", "kva"} & set(nb.split())
    assert not {"anonym", "ikke", "hva", "jeg"} & set(nn.split())


def test_a_line_is_plain_text_on_one_line():
    assert line("  Vi spanderer\n pizza \t kl. 12!\u200b ") == "Vi spanderer pizza kl. 12!"
    assert line("<b>Svar</b> nå, f.eks. i lunsjen") == "<b>Svar</b> nå, f.eks. i lunsjen"
    assert line("Hei {navn}, fristen er {frist}. {kontor} hjelper: {lenke}").count("{") == 4


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
def test_a_line_with_a_link_is_refused(text):
    with pytest.raises(LinkInText):
        line(text)


@pytest.mark.parametrize(
    "text", ["{ukjent}", "{", "}", "{{navn}}", "{navn", "{nei}", "{egen_linje}", "{navn.x}", "{Navn}"]
)
def test_an_unknown_placeholder_is_refused(text):
    with pytest.raises(UnknownPlaceholder) as refusal:
        line(text)
    assert "{navn}" in str(refusal.value)


def test_a_long_line_is_refused():
    assert line("x" * 300)
    with pytest.raises(LineTooLong) as refusal:
        line("x" * 301)
    assert "300" in str(refusal.value)


def test_a_line_in_one_form_only_is_refused():
    with pytest.raises(LineInOneForm):
        checked_line(OwnLine(nb="Lykke til!"))


def test_compose_puts_the_line_in_with_its_sender():
    own = OwnLine(nb="Vi spanderer pizza.", nn="Vi spanderer pizza.")
    texts = compose("reminder", own=own, sender="Byggopp {navn}")
    assert "\n\nMelding fra Byggopp (navn): Vi spanderer pizza.\n\n" in texts["nb"].body
    assert "\n\nMelding frå Byggopp (navn): Vi spanderer pizza.\n\n" in texts["nn"].body


def test_compose_without_a_line_leaves_no_trace_of_one():
    for text in compose("invitation", own=OwnLine(), sender="Vestland").values():
        assert "egen_linje" not in text.body
        assert "Melding" not in text.body
        assert "\n\n\n" not in text.body
