"""The Directorate's letters in the browser: write, look, propose; a colleague reads and publishes."""

import re

import pytest
from django.test import Client
from tests.portals.ordering.pages import n_queries, text

from laerling.access import actions as access
from laerling.access.policy import ALL_TASKS
from laerling.audit.models import Event
from laerling.invitations.texts import FORMS, first_letters, letters
from laerling.invitations.texts.models import LetterVersion

pytestmark = pytest.mark.django_db
MAIL = "/tekster/2026/invitasjon-epost"
SMS = "/tekster/2026/paminnelse-sms"


@pytest.fixture
def colleague(directorate, by, now):
    """Another who steers the round."""
    account = access.create_account(
        email="berit@eksempel.no", name="Berit Kollega", password="et langt passord", by=by, now=now
    )
    access.grant(
        account=account, roles=ALL_TASKS["nation"], unit_kind="nation", valid_from=now.date(), why="", by=by, now=now
    )
    client = Client()
    client.force_login(account)
    return client


def written(which, old, new, **more):
    """Return the form with something changed in both written forms."""
    current = first_letters()[which].texts
    fields = {f"body_{form}": current[form].body.replace(old, new).replace("\n", "\r\n") for form in FORMS}
    if which[1] == "email":
        fields |= {f"subject_{form}": current[form].subject for form in FORMS}
    return {"id": "5f1c4a5e-9f0b-4a51-8d0c-3f2d7a9be001", **fields, **more}


def test_four_letters_are_listed_with_the_version_in_use(directorate):
    shown = text(directorate.get("/tekster/"))
    for name in ("Invitasjon på e-post", "Invitasjon på SMS", "Påminnelse på e-post", "Påminnelse på SMS"):
        assert name in shown
    assert shown.count("Versjon 1") == 4
    assert shown.count("fulgte med systemet") == 4


def test_one_proposes_and_another_publishes(directorate, colleague):
    looked = directorate.post(f"{MAIL}/ny/", written(("invitation", "email"), "Hei {navn}", "God dag {navn}"))
    assert looked.status_code == 200
    assert "<del>Hei</del>" in looked.content.decode()
    assert "<ins>God dag</ins>" in looked.content.decode()
    assert "God dag Kari Nordmann" in text(looked)
    assert not LetterVersion.objects.exists()

    form = written(("invitation", "email"), "Hei {navn}", "God dag {navn}", propose="1")
    first, second = directorate.post(f"{MAIL}/ny/", form), directorate.post(f"{MAIL}/ny/", form)
    assert first["Location"] == second["Location"] == f"{MAIL}/2/"
    own = directorate.get(f"{MAIL}/2/")
    assert "En annen må publisere denne" in text(own)
    assert "publiser/" not in own.content.decode()
    assert directorate.post(f"{MAIL}/2/publiser/").status_code == 403

    page = colleague.get(f"{MAIL}/2/")
    assert "Nytt siden versjon 1" in text(page)
    assert "Foreslått av Kari Nordmann" in text(page)
    assert colleague.post(f"{MAIL}/2/publiser/")["Location"] == f"{MAIL}/2/"
    assert letters(2026)["invitation", "email"].number == 2
    assert "Publisert av Berit Kollega" in text(directorate.get(f"{MAIL}/2/"))
    assert Event.objects.filter(what="invitations.letter.published").count() == 1


def test_version_in_use_is_taken_back_and_the_first_is_used_again(directorate, colleague):
    directorate.post(f"{MAIL}/ny/", written(("invitation", "email"), "Hei", "Hallo", propose="1"))
    colleague.post(f"{MAIL}/2/publiser/")
    assert "bruk versjon 1 igjen" in text(directorate.get(f"{MAIL}/2/"))

    directorate.post(f"{MAIL}/2/trekk/")

    assert letters(2026)["invitation", "email"].number == 1
    assert "Trukket tilbake av Kari Nordmann" in text(directorate.get(f"{MAIL}/2/"))
    assert "I bruk" in text(directorate.get(f"{MAIL}/1/"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Hei {navn}", "Hei {navn} <b>du</b>", "Den kan ikke ha < eller >."),
        ("Hei {navn}", "Hei {navn}, se www.eksempel.no", "kan ikke ha egne lenker"),
        ("Hei {navn}", "Hei {fornavn}", "I krøllparenteser kan det bare stå: {egen_linje}"),
        ("{hjelp}", "oss", "{hjelp} må stå i teksten, én gang."),
        ("fort", "anonym fort", "Undersøkelsen er ikke anonym."),
    ],
)
def test_fault_stands_at_both_fields_and_nothing_is_lost(directorate, old, new, said):
    page = directorate.post(f"{MAIL}/ny/", written(("invitation", "email"), old, new, propose="1"))
    assert page.status_code == 422
    assert text(page).count(said) == 4  # at each field, and in the summary
    assert not LetterVersion.objects.exists()
    assert "<b>du" not in page.content.decode()


def test_one_form_missing_is_told_once_at_its_field(directorate):
    page = directorate.post(f"{MAIL}/ny/", {**written(("invitation", "email"), "Hei", "Hallo"), "body_nn": ""})
    assert page.status_code == 422
    assert text(page).count("Må fylles ut") == 2  # at the field, and in the summary


def test_sms_shows_its_parts_and_says_how_much_is_too_much(directorate):
    page = directorate.post(f"{SMS}/ny/", written(("reminder", "sms"), "Hei!", "Hallo!"))
    assert page.status_code == 200
    assert text(page).count("2 deler som SMS") == 2
    assert "Med lang lenke og langt kontornavn" in text(page)
    assert "subject" not in page.content.decode()

    page = directorate.post(
        f"{SMS}/ny/", written(("reminder", "sms"), "Hei!", "Hei! " + "Så fint at du er i lære. " * 4)
    )
    assert page.status_code == 422
    assert re.search(r"SMS-en 3 deler\. Den kan ha høyst 2: Kort ned teksten med \d+ tegn", text(page))


def test_second_proposal_waits_its_turn(directorate, colleague):
    directorate.post(f"{MAIL}/ny/", written(("invitation", "email"), "Hei", "Hallo", propose="1"))
    other = written(("invitation", "email"), "Hei", "God dag", propose="1", id="5f1c4a5e-9f0b-4a51-8d0c-3f2d7a9be002")
    page = colleague.post(f"{MAIL}/ny/", other)
    assert page.status_code == 409
    assert "venter allerede" in text(page)
    assert "Versjon 2" in text(colleague.get("/tekster/"))


def test_new_version_may_begin_with_an_older_one(directorate, colleague):
    directorate.post(f"{MAIL}/ny/", written(("invitation", "email"), "Hei", "Hallo", propose="1"))
    colleague.post(f"{MAIL}/2/publiser/")
    assert "Hallo {navn}" in directorate.get(f"{MAIL}/ny/").content.decode()
    assert "Hei {navn}" in directorate.get(f"{MAIL}/ny/?fra=1").content.decode()
    assert "Hallo {navn}" in directorate.get(f"{MAIL}/ny/?fra=tull").content.decode()


@pytest.mark.parametrize(
    "address", ["2026/ingen/1/", "2026/invitasjon-epost/7/", "2031/invitasjon-epost/1/", "2026/ingen/ny/"]
)
def test_what_does_not_exist_is_not_found(directorate, address):
    assert directorate.get(f"/tekster/{address}").status_code == 404


def test_pages_ask_as_little_with_many_versions(directorate, colleague):
    few = [n_queries(directorate, address) for address in ("/tekster/", f"{MAIL}/1/", f"{MAIL}/ny/")]
    for number in range(2, 8):
        words = written(("invitation", "email"), "Hei {navn}", f"Hei {number} {{navn}}", propose="1")
        directorate.post(f"{MAIL}/ny/", {**words, "id": f"5f1c4a5e-9f0b-4a51-8d0c-3f2d7a9be00{number}"})
        colleague.post(f"{MAIL}/{number}/publiser/")
    many = [n_queries(directorate, address) for address in ("/tekster/", f"{MAIL}/1/", f"{MAIL}/ny/")]
    assert many == few
