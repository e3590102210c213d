"""A page printed once is, byte for byte, the page rendered for each person anew."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from tests.portals.answering import walking

from laerling.portals.answering import printing
from laerling.portals.answering.effort import effort
from laerling.portals.answering.journey import Journey
from laerling.portals.answering.showing import paragraphs, part_lines, shown_part
from laerling.portals.answering.words import seen
from laerling.responses import answering
from laerling.responses.keys import spoken
from laerling.rounds import queries as rounds

pytestmark = pytest.mark.django_db

LANGUAGES = ["nb", "nn", "en"]
# One chosen on every scale, one skipped, one not seen: and the follow-ups that go with them.
ANSWERS = {"motivation": 4, "plan": 2, "feedback": 3, "bullied": 3, "talks": 2, "school_before": 2}


def without_tokens(body):
    """Return a page without the proofs of origin, which are new on every page."""
    return re.sub(rb'(name="csrfmiddlewaretoken" value=")\w{64}"', rb"\1", body)


def rendered(template, path, language, shown):
    """Render a page as if nothing were ever printed."""
    with translation.override(language):
        request = RequestFactory().get(path)
        request.survey = walking.questionnaire().title.in_(language)
        return without_tokens(render_to_string(template, shown, request).encode())


@pytest.fixture(params=["first to come", "after somebody else"])
def somebody(phone, link, request):
    """A person with answers on every page; somebody else may have had the pages printed before them."""
    printing.forget()
    if request.param == "after somebody else":
        other = walking.Phone()
        other.answers_all(walking.person(), bullied=3, talks=3)
        look_at_all(other)
    phone.answers_all(link, **ANSWERS)
    phone.sends("choice", motivation=4, school_before=2, interest="")
    return phone


@pytest.fixture(autouse=True)
def _bokmal_again():
    """The last page of a test may have been in another language."""
    yield
    translation.activate("nb")


def look_at_all(phone):
    for language in LANGUAGES:
        phone.cookies["language"] = language
        for page in walking.questionnaire().pages:
            phone.get(f"/sporsmal/{page.code}")
        for path in ("/start", "/levere"):
            phone.get(path)


def journey_of(link):
    token = link.removeprefix("/s/")
    found = answering.look_up(token)
    return Journey.from_draft(walking.questionnaire(), answering.read_draft(token, found)), found


@pytest.fixture(params=[False, True], ids=["plain", "demo"])
def demo_clock(answering_site, request, monkeypatch):
    """With the demo's banner and its clock, and without."""
    if request.param:
        answering_site.DEMO = True
        monkeypatch.setattr("laerling.kernel.clock._wall_clock", lambda: walking.IN_OCTOBER)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_is_printed_as_it_would_be_rendered(somebody, link, language, demo_clock):
    somebody.cookies["language"] = language
    journey, _found = journey_of(link)

    for page in journey.pages:
        path = f"/sporsmal/{page.code}"
        printed = without_tokens(somebody.get(path).content)
        shown = shown_part(page, journey, language=language)
        assert printed == rendered("answering/part.html", path, language, {"part": shown}), page.code
        chosen = printed.count(b" checked>")
        assert chosen == sum(one.code in journey.answers.keys() | journey.skipped for one in page.questions)


@pytest.mark.parametrize("language", LANGUAGES)
def test_last_look_is_printed_as_it_would_be_rendered(somebody, link, language, demo_clock):
    somebody.cookies["language"] = language
    journey, _found = journey_of(link)
    lines = part_lines(journey, language=language)
    shown = {
        "parts": lines,
        "last": lines[-1],
        "n_answered": sum(line.n_answered for line in lines),
        "n_questions": sum(line.n_questions for line in lines),
    }

    assert without_tokens(somebody.get("/levere").content) == rendered(
        "answering/check.html", "/levere", language, shown
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("has_begun", [False, True])
def test_first_page_is_printed_as_it_would_be_rendered(phone, link, language, has_begun, demo_clock):
    printing.forget()
    other = walking.Phone()
    other.opens(walking.person(profile={"county": "46"}))
    phone.get(link)
    if has_begun:
        phone.begins(link)
        phone.sends("choice", motivation=4)
    phone.cookies["language"] = language
    printed = without_tokens(phone.get("/start").content)

    journey, found = journey_of(link)
    this_round = rounds.get(2026)
    with translation.override(language):
        shown = {
            "effort": effort(walking.questionnaire()),
            "of_apprentices": True,
            "title": walking.questionnaire().title.in_(language),
            "round": this_round,
            "legal": {name: texts[language] for name, texts in this_round.legal.items()},
            "office_name": found.office_name,
            "seen": seen(found.profile, office_name=found.office_name),
            "has_begun": has_begun,
            "resume_at": journey.resume_at().code,
            "lock": spoken(found.lock[:16]),
        }
    assert printed == rendered("answering/start.html", "/start", language, shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_thanks_are_printed_as_they_would_be_rendered(somebody, language, demo_clock):
    somebody.post("/levere")
    somebody.cookies["language"] = language
    helps = next(page.help for page in walking.questionnaire().pages if page.help)
    shown = {"round": rounds.get(2026), "help": paragraphs(helps, language)}

    assert without_tokens(somebody.get("/takk").content) == rendered("answering/thanks.html", "/takk", language, shown)


def test_office_name_is_escaped_in_its_gap(phone, link):
    from laerling.organisations.models import TrainingOffice

    TrainingOffice.objects.update(name="Bygg & <b>Anlegg</b>")

    assert "Bygg &amp; &lt;b&gt;Anlegg&lt;/b&gt;" in phone.opens(link).content.decode()


def test_no_page_is_left_with_a_mark_in_it(somebody):
    look_at_all(somebody)

    for page in walking.questionnaire().pages:
        body = somebody.get(f"/sporsmal/{page.code}", follow=True).content.decode()
        assert not re.search("[\ue000-\uf8ff]", body)


def test_page_is_rendered_once_for_all(phone, link, monkeypatch):
    printing.forget()
    phone.begins(link)
    monkeypatch.setattr(printing, "render_to_string", None)

    other = walking.Phone()
    assert "Del 1 av" in walking.words(other.begins(walking.person()))


def test_address_with_a_query_is_not_kept(phone, link):
    phone.begins(link)
    before = len(printing._sheets)

    body = phone.get("/start?x=%3Cb%3E1").content.decode()

    assert 'value="/start?x=%3Cb%3E1"' in body
    assert len(printing._sheets) == before


def test_proof_of_origin_is_new_on_every_page_and_good(link):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.get(link)
    tokens = {
        re.search(r'csrfmiddlewaretoken" value="(\w{64})"', strict.get("/start").content.decode())[1] for _ in "ab"
    }

    assert len(tokens) == 2
    for token in tokens:
        assert strict.post("/start", {"csrfmiddlewaretoken": token}).status_code == 303
    assert strict.post("/start", {"csrfmiddlewaretoken": "a" * 64}).status_code == 403


def test_what_is_printed_does_not_grow_without_end(phone, link, monkeypatch):
    monkeypatch.setattr(printing, "_MOST_SHEETS", 3)
    phone.answers_all(link)
    look_at_all(phone)

    assert len(printing._sheets) <= 3
