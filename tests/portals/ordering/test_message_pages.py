"""A person's messages on their passport, a message read again, and a test to oneself."""

import pytest
from tests.invitations.people import BYGGOPP, NOW, OFFICE, VESTLAND, contacted, invited, office, ordered
from tests.portals.ordering.pages import n_queries, text

from laerling.invitations import actions, keys
from laerling.invitations.models import Dispatch
from laerling.invitations.tokens import token
from laerling.invitations.trials.models import TrialDispatch
from laerling.outbox.models import Message

pytestmark = pytest.mark.django_db


def person_with_mail(state="accepted", scope=VESTLAND, **more):
    office()
    (person,) = invited(1, office_orgnr=OFFICE)
    dispatch = ordered(scope)
    Message.objects.filter(batch=dispatch.pk).update(state=state, settled_at=NOW, **more)
    return person, dispatch


def address_of(person):
    return f"/utvalg/{person.member.contract_id}/"


@pytest.mark.parametrize(
    ("state", "reason", "said"),
    [
        ("accepted", "", "Sendt Levert til mottakerens e-posttjener."),
        ("delivered", "", "Kommet fram Mottakerens eget system har bekreftet det."),
        ("bounced", "smtp_550", "Kom ikke fram Adressen ble avvist. Rett den i VIGO, eller send SMS."),
        ("bounced", "gave_up", "Kom ikke fram Vi fikk ikke kontakt med mottakerens tjener på et døgn."),
        ("unknown", "lease_expired", "Usikkert Vi kunne ikke se om den kom fram"),
    ],
)
def test_passport_tells_what_became_of_the_invitation_and_what_to_do(vestland, state, reason, said):
    person, _dispatch = person_with_mail(state, BYGGOPP, reason=reason)
    shown = text(vestland.get(address_of(person)))
    assert "Invitasjon, E-post" in shown
    assert "Byggopp" in shown
    assert said in shown


def test_passport_without_a_message_says_so(vestland):
    (person,) = invited(1)
    assert "Ingen invitasjon er sendt" in text(vestland.get(address_of(person)))


def test_message_is_read_as_it_was_with_the_name_and_without_the_link(vestland, byggopp):
    person, dispatch = person_with_mail()
    for client in (vestland, byggopp):
        page = client.get(f"{address_of(person)}meldinger/{dispatch.pk}/")
        assert f"Hei {person.member.contract.name}" in text(page)
        assert "Byggopp" in text(page)
        assert token(keys.link_key(2026), person.pk, 1) not in page.content.decode()
        assert "{" not in text(page)


def test_braces_and_tags_in_a_name_stay_what_they_are(vestland):
    person, dispatch = person_with_mail()
    contract = person.member.contract
    contract.name = "{lenke} {hjelp} <b>Kari</b>"
    contract.save()
    page = vestland.get(f"{address_of(person)}meldinger/{dispatch.pk}/")
    assert "Hei {lenke} {hjelp} &lt;b&gt;Kari&lt;/b&gt;" in page.content.decode()
    assert "<b>Kari" not in page.content.decode()


def test_passport_of_who_answered_and_of_who_was_reminded_are_alike(vestland):
    office()
    people = invited(2, office_orgnr=OFFICE)
    first = ordered()
    Message.objects.filter(batch=first.pk).update(state="accepted", settled_at=NOW)
    contacted(until=NOW.date())
    actions.mark_answered(link_hash=bytes(people[0].link_hash))
    reminder = ordered(kind="reminder")
    Message.objects.filter(batch=reminder.pk).update(state="delivered", settled_at=NOW)
    Dispatch.objects.update(send_at=NOW)

    pages = [text(vestland.get(address_of(person))).partition("Meldinger")[2] for person in people]

    tails = [page.replace(str(person.member.contract_id), "") for page, person in zip(pages, people, strict=True)]
    assert tails[0] == tails[1]
    assert "Påminnelser til folk i dette fylket og kontoret" in tails[0]
    shown = [text(vestland.get(f"{address_of(person)}meldinger/{reminder.pk}/")) for person in people]
    assert all("Om den gikk til denne personen, blir ikke vist." in page for page in shown)


def test_passport_asks_as_little_with_many_messages(vestland):
    (bare,) = invited(1)
    person, _dispatch = person_with_mail()
    assert n_queries(vestland, address_of(person)) <= n_queries(vestland, address_of(bare)) + 3


def test_test_goes_to_oneself_and_the_form_comes_back(vestland):
    form = {
        "kind": "reminder",
        "line_nb": "Vi ses.",
        "line_nn": "Vi sjåast.",
        "office": OFFICE,
        "mobile": "",
        "seen": "x",
    }
    page = vestland.post("/utsendelser/test/", form)
    assert page.status_code == 200
    assert "Prøven er på vei til din egen e-postadresse." in text(page)
    body = page.content.decode()
    assert '<input type="hidden" name="line_nb" value="Vi ses.">' in body
    assert f'<input type="hidden" name="office" value="{OFFICE}">' in body
    assert 'name="mobile"' not in body
    assert (
        TrialDispatch.objects.get().texts["email"]["nb"]["subject"] == "Du kan fortsatt svare på Lærlingundersøkelsen"
    )
    assert set(Message.objects.values_list("source", flat=True)) == {"tests"}
    assert not Dispatch.objects.exists()


def test_test_with_script_is_a_receipt_in_the_form(vestland):
    page = vestland.post("/utsendelser/test/", {"kind": "invitation"}, headers={"hx-request": "true"})
    assert "Prøven er på vei" in page.content.decode()
    assert "<html" not in page.content.decode()


@pytest.mark.parametrize(
    ("more", "status", "said"),
    [
        ({"kind": ""}, 422, "Velg først hva du skal sende"),
        ({"line_nb": "Se eksempel.no", "line_nn": "x"}, 422, "kan ikke ha lenker"),
        ({"mobile": "22222222"}, 422, "Dette nummeret kan ikke få SMS."),
    ],
)
def test_test_that_cannot_be_sent_says_why(vestland, more, status, said):
    page = vestland.post("/utsendelser/test/", {"kind": "invitation", **more})
    assert page.status_code == status
    assert said in text(page)
    assert not TrialDispatch.objects.exists()
