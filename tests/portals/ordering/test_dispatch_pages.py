"""Ordering a dispatch in the browser: look, send, follow, stop."""

from datetime import timedelta

import pytest
from tests.invitations.people import NOW, OFFICE, VESTLAND, invited, office, ordered
from tests.portals.ordering.pages import text, value

from laerling.invitations import actions
from laerling.invitations.models import Dispatch
from laerling.outbox.models import Message

pytestmark = pytest.mark.django_db
NEW = "/utsendelser/ny/"


def filled(client, **changes):
    """Return the form as a person fills it in."""
    return {
        "id": value(client.get(NEW), "id"),
        "seen": "",
        "kind": "invitation",
        "line_nb": "",
        "line_nn": "",
        **changes,
    }


def looked_at(client, **changes):
    """Fill in the form and look at the preview; return the page and the form to send."""
    form = filled(client, **changes)
    page = client.post(NEW, form)
    return page, {**form, "seen": value(page, "seen") if page.status_code == 200 else "", "send": "1"}


def test_preview_shows_exact_counts_and_both_letters_and_changes_nothing(vestland):
    people = invited(8)
    invited(2, email_state="missing")
    for person in people[:2]:
        actions.mark_answered(link_hash=bytes(person.link_hash))

    page, _form = looked_at(vestland, line_nb="Vi ses på samling.", line_nn="Vi sjåast på samling.")

    shown = text(page)
    assert "6 personer får meldingen" in shown
    assert "2 som har svart" in shown
    assert "2 som ikke kan nås slik" in shown
    assert ": Vi ses på samling." in shown
    assert ": Vi sjåast på samling." in shown
    assert "Kari Nordmann" in shown
    assert "{" not in shown
    assert Dispatch.objects.count() == Message.objects.count() == 0


def test_sending_orders_once_however_often_the_button_is_pressed(vestland):
    invited(6)
    _page, form = looked_at(vestland)

    first, second = vestland.post(NEW, form), vestland.post(NEW, form)

    dispatch = Dispatch.objects.get()
    assert first["Location"] == second["Location"] == f"/utsendelser/{dispatch.pk}/"
    assert (dispatch.owner_code, dispatch.n_messages, Message.objects.count()) == ("46", 6, 6)
    assert "Utsendelsen er bestilt" in text(vestland.get(first["Location"]))


def test_form_sent_again_with_changes_becomes_a_new_dispatch_once_looked_at(vestland):
    invited(6)
    _page, form = looked_at(vestland)
    vestland.post(NEW, form)
    changed = {**form, "kind": "reminder"}
    seen = value(vestland.post(NEW, {**changed, "send": ""}), "seen")

    page = vestland.post(NEW, {**changed, "seen": seen})

    assert page.status_code == 409
    assert "Det dere har endret, er ikke sendt." in text(page)
    assert value(page, "id") != form["id"]
    assert Dispatch.objects.count() == 1


@pytest.mark.parametrize("day", ["2026-12-21", "9999-12-31"])
def test_day_after_the_last_is_refused_at_the_first_look(vestland, day):
    invited(6)

    assert looked_at(vestland, send_on=day)[0].status_code == 409


def test_what_was_not_looked_at_is_not_sent(vestland):
    invited(6)
    _page, form = looked_at(vestland)

    page = vestland.post(NEW, {**form, "line_nb": "Nytt", "line_nn": "Nytt"})

    assert "Noe er endret" in text(page)
    assert Dispatch.objects.count() == 0
    sent = vestland.post(NEW, {**form, "line_nb": "Nytt", "line_nn": "Nytt", "seen": value(page, "seen")})
    assert sent.status_code == 302


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": ""}, "Må fylles ut"),
        ({"kind": "sms"}, "sms"),
        ({"id": "x"}, "UUID"),
        ({"line_nb": "Bare bokmål"}, "både bokmål og nynorsk"),
        ({"line_nb": "Se www.eksempel.no", "line_nn": "Sjå www.eksempel.no"}, "lenke"),
        ({"line_nb": "{passord}", "line_nn": "{passord}"}, "Krøllparenteser"),
        ({"send_time": "10:00"}, "Velg dag også"),
        ({"send_on": "2026-10-01"}, "Det tidspunktet har passert"),
        ({"send_on": "i morgen"}, "dato"),
        ({"send_on": "2027-02-01"}, "15.10.2026"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_the_form(vestland, changes, sentence):
    invited(6)
    form = {**filled(vestland), **changes}

    for button in ({}, {"send": "1", "seen": "x"}):
        page = vestland.post(NEW, {**form, **button})
        if page.status_code == 200:
            page = vestland.post(NEW, {**form, "send": "1", "seen": value(page, "seen")})
        assert page.status_code in {409, 422}
        assert sentence.lower() in text(page).lower()
    assert Dispatch.objects.count() == 0


def test_closed_round_gets_one_clear_sentence(today, client_of):
    today(10, 20)
    invited(6)
    county = client_of("county", "46")
    _page, form = looked_at(county)

    today(12, 21)

    assert "Siste dag å svare var 20. desember 2026" in text(county.get(NEW))
    page = county.post(NEW, form)
    assert page.status_code == 409
    assert "Dispatch" not in text(page)
    assert Dispatch.objects.count() == 0


def test_before_the_opening_one_is_told_when(today, client_of):
    today(10, 5)

    assert "15. oktober 2026" in text(client_of("county", "46").get(NEW))


def test_own_office_can_be_chosen_and_no_others(vestland):
    office()
    invited(6, office_orgnr=OFFICE)
    invited(7)

    assert "6 personer får" in text(looked_at(vestland, office=OFFICE)[0])
    assert "7 personer får" in text(looked_at(vestland, office="-")[0])
    assert vestland.post(NEW, filled(vestland, office="999999999")).status_code == 422


def test_later_time_waits(vestland):
    invited(6)
    _page, form = looked_at(vestland, send_on="2026-10-22", send_time="08:30")

    page = vestland.get(vestland.post(NEW, form)["Location"])

    assert "Venter på tidspunktet" in text(page)
    assert "22. oktober 2026 kl. 08.30" in text(page)


def test_small_audience_is_not_told_how_many_get_it(vestland):
    invited(3)

    page, form = looked_at(vestland)

    assert "personer får meldingen" not in text(page)
    assert "Færre enn fem" in text(page)
    shown = text(vestland.get(vestland.post(NEW, form)["Location"]))
    assert "Færre enn fem" in shown


def test_dispatch_can_be_stopped_once_and_again(vestland):
    invited(6)
    dispatch = ordered(VESTLAND)

    for _ in range(2):
        assert vestland.post(f"/utsendelser/{dispatch.pk}/stopp/").status_code == 302

    shown = text(vestland.get(f"/utsendelser/{dispatch.pk}/"))
    assert "Stoppet" in shown
    assert "6 ble ikke sendt fordi utsendelsen ble stoppet" in shown


@pytest.mark.parametrize("who", ["oslo", "byggopp"])
def test_dispatch_of_another_is_not_there(request, who):
    invited(6)
    dispatch = ordered(VESTLAND)
    stranger = request.getfixturevalue(who)

    assert stranger.get(f"/utsendelser/{dispatch.pk}/").status_code == 404
    assert stranger.post(f"/utsendelser/{dispatch.pk}/stopp/").status_code == 404
    assert str(dispatch.pk) not in stranger.get("/utsendelser/").content.decode()
    dispatch.refresh_from_db()
    assert dispatch.state == "running"


def test_directorate_sees_dispatches_with_their_owner_and_stops_none(directorate):
    invited(6)
    dispatch = ordered(VESTLAND)

    assert "Vestland" in text(directorate.get("/utsendelser/"))
    assert "Stopp utsendelsen" not in text(directorate.get(f"/utsendelser/{dispatch.pk}/"))
    assert directorate.post(f"/utsendelser/{dispatch.pk}/stopp/").status_code == 404


def test_id_of_anothers_dispatch_cannot_be_used(vestland, oslo):
    invited(6)
    invited(6, county="03")
    dispatch = ordered(VESTLAND)
    form = filled(oslo, id=str(dispatch.pk))
    page = oslo.post(NEW, form)

    refused = oslo.post(NEW, {**form, "send": "1", "seen": value(page, "seen")})

    assert refused.status_code == 409
    assert Dispatch.objects.count() == 1


def test_trades_offered_are_those_of_ones_own_people(vestland):
    invited(6, trade="TOMRE3----")
    invited(6, trade="ELELE3----")
    invited(6, county="03", trade="FRISO3----")

    page = vestland.get(NEW).content.decode()

    assert [code for code in ("TOMRE3----", "ELELE3----", "FRISO3----") if f'value="{code}"' in page] == [
        "TOMRE3----",
        "ELELE3----",
    ]
    assert "6 personer får" in text(looked_at(vestland, trade="ELELE3----")[0])


def test_first_page_counts_own_dispatches_but_not_stopped_ones(vestland):
    invited(6)
    stopped = ordered(VESTLAND, send_at=NOW + timedelta(hours=1))
    kept = ordered(VESTLAND)
    vestland.post(f"/utsendelser/{stopped.pk}/stopp/")

    assert vestland.get("/").context["figures"].n_dispatches == 1
    assert kept.state == "running"
