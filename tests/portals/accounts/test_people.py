"""Who has access: the list, one person, letting in, ending, undoing."""

from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.messages import get_messages
from tests.invitations.people import OFFICE

from laerling.access import actions as access
from laerling.access.models import Account, AccountLetter, Grant
from laerling.portals.signin import factors

NEW = {
    "email": "ny@eksempel.no",
    "name": "Ny Kollega",
    "roles": ["orderer", "support"],
    "first_on": "2026-09-10",
    "last_on": "",
    "why": "skal sende ut undersøkelsen",
}


def text(response):
    return response.content.decode().partition("<main")[2].replace("&nbsp;", " ")


def said(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_list_shows_the_units_people_with_their_tasks(vestland, somebody):
    somebody("Kari", "county", "46", "orderer", to=date(2026, 12, 1))
    somebody("Ola", "county", "03", "orderer")
    shown = text(vestland.get("/tilgang/"))
    assert all(one in shown for one in ("Leder", "(deg)", "Kari", "kari@eksempel.no", "Bestiller", "30. november 2026"))
    assert "Ola" not in shown


def test_those_who_left_stand_apart(vestland, somebody):
    somebody("Kari", "county", "46", "orderer", to=date(2026, 1, 1))
    assert "Kari" not in text(vestland.get("/tilgang/"))
    assert "Kari" in text(vestland.get("/tilgang/?vis=tidligere"))


@pytest.mark.parametrize("n", [1, 20])
def test_list_is_made_in_as_many_queries_however_many(vestland, somebody, n, django_assert_max_num_queries):
    for one in range(n):
        somebody(f"k{one}", "county", "46", "orderer")
    with django_assert_max_num_queries(35):
        vestland.get("/tilgang/")


def test_colleague_is_let_in_invited_and_seen(vestland, leader):
    assert "Legg til en kollega" in text(vestland.get("/tilgang/"))
    answer = vestland.post("/tilgang/ny/", NEW)
    account = Account.objects.get(email="ny@eksempel.no")
    assert answer["Location"] == f"/tilgang/person/{account.pk}/"
    assert "lenke for å velge passord" in said(answer)
    shown = text(vestland.get(answer["Location"]))
    assert all(one in shown for one in ("Ny Kollega", "Bestiller, Brukerstøtte", "skal sende ut", "Leder"))
    assert AccountLetter.objects.get(account=account).kind == "invitation"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"why": ""}, "Må fylles ut"),
        ({"roles": []}, "Må fylles ut"),
        ({"roles": ["steering"]}, "steering"),
        ({"first_on": "2026-09-09"}, "bakover i tid"),
        ({"last_on": "2026-09-09"}, "fram i tid"),
        ({"first_on": "2026-10-01", "last_on": "2026-09-20"}, "ikke være før"),
        ({"roles": ["user_administrator"], "gives": []}, "kan gi videre"),
        ({"email": "leder@eksempel.no"}, "Ingen gir til seg selv"),
        ({"email": "ikke en adresse"}, "e-post"),
    ],
)
def test_form_says_what_is_wrong_and_keeps_what_was_written(vestland, wrong, sentence):
    answer = vestland.post("/tilgang/ny/", NEW | wrong)
    assert answer.status_code == 422
    assert sentence.lower() in text(answer).lower()
    assert Grant.objects.exclude(account__name="Leder").count() == 0


def test_administrator_below_is_let_in_by_the_unit_above(governor, vestland):
    form = NEW | {"roles": ["user_administrator"], "gives": ["user_administrator", "orderer"]}
    answer = governor.post("/tilgang/ny/?hos=county:46", form)
    given = Grant.objects.get(account__email="ny@eksempel.no")
    assert (given.unit.key, given.role, sorted(given.gives)) == (
        *("county:46", "user_administrator"),
        ["orderer", "user_administrator"],
    )
    assert "Vestland fylkeskommune" in text(governor.get(answer["Location"]))


@pytest.mark.parametrize("unit", ["county:03", "county:99", "nation:", "governor:vestland", "tull", "office:399999999"])
def test_unit_out_of_reach_is_not_found(vestland, unit):
    for page in ("/tilgang/", "/tilgang/ny/"):
        assert vestland.get(page, {"hos": unit}).status_code == 404
    assert vestland.post(f"/tilgang/ny/?hos={unit}", NEW).status_code == 404


def test_administrator_alone_sees_who_has_access_and_no_list(browser, somebody):
    client = browser(somebody("Kun", "county", "46", "user_administrator"))
    front = client.get("/")
    assert "Hvem har tilgang" in front.content.decode()
    assert "Feil i registrene" not in text(front)
    assert "Gjennomføringen i tall" not in text(front)
    assert client.get("/tilgang/").status_code == 200
    for page in ("/utvalg/", "/kvalitet/", "/utsendelser/", "/status/", "/resultater/", "/omrade/"):
        assert client.get(page).status_code == 404, page


def test_support_sees_who_has_access_and_changes_nothing(browser, somebody, leader):
    client = browser(somebody("Hjelp", "county", "46", "support"))
    kept = Grant.objects.get(account=leader, role="orderer")
    assert "Leder" in text(client.get("/tilgang/"))
    assert "Legg til" not in text(client.get("/tilgang/"))
    shown = text(client.get(f"/tilgang/person/{leader.pk}/"))
    assert "Avslutt" not in shown
    for page in ("/tilgang/ny/", "/tilgang/bekreft/", f"/tilgang/{kept.pk}/avslutt/", f"/tilgang/{kept.pk}/varighet/"):
        assert client.get(page).status_code == 404


def test_access_is_ended_with_a_reason_and_taken_back(vestland, somebody):
    kari = somebody("Kari", "county", "46", "orderer", "support")
    first, second = Grant.objects.filter(account=kari).order_by("role")
    page = f"/tilgang/{first.pk}/avslutt/?alt=1"
    assert text(vestland.get(page)).count("checked") == 2
    assert vestland.post(page, {"grants": [first.pk], "why": ""}).status_code == 422
    answer = vestland.post(page, {"grants": [first.pk, second.pk], "why": "har sluttet"})
    shown = text(vestland.get(answer["Location"]))
    assert all(one in shown for one in ("avsluttet 10. september 2026", "Avsluttet av Leder: har sluttet", "Angre"))
    answer = vestland.post(f"/tilgang/{first.pk}/angre/")
    assert Grant.objects.filter(account=kari, ended_on=None).count() == 2
    assert "gjelder igjen" in said(answer)


def test_last_day_is_changed(vestland, somebody):
    kari = somebody("Kari", "county", "46", "orderer", to=date(2026, 12, 1))
    (grant,) = Grant.objects.filter(account=kari)
    page = f"/tilgang/{grant.pk}/varighet/"
    assert 'value="2026-11-30"' in text(vestland.get(page))
    vestland.post(page, {"last_on": "2027-06-30", "why": "blir lenger"})
    grant.refresh_from_db()
    assert grant.valid_to == date(2027, 7, 1)


def test_ones_own_page_says_who_can_change_it(vestland, leader):
    shown = text(vestland.get(f"/tilgang/person/{leader.pk}/"))
    assert "Ingen endrer sin egen tilgang" in shown
    assert "Avslutt" not in shown
    assert vestland.get("/tilgang/ny/", {"person": leader.pk}).status_code == 404


@pytest.mark.parametrize("person", ["tull", "00000000-0000-4000-8000-000000000000"])
def test_nobody_is_not_found(vestland, person):
    assert vestland.get("/tilgang/ny/", {"person": person}).status_code == 404


def test_old_county_is_proposed_with_its_reason_and_given_only_when_somebody_does(directorate, somebody):
    kari = somebody("Kari", "county", "46", "result_reader")
    shown = text(directorate.get(f"/tilgang/person/{kari.pk}/"))
    assert "Vestland ble til i 2020 av Hordaland og Sogn og Fjordane." in shown
    address = f"/tilgang/ny/?person={kari.pk}&hos=county:12"
    assert "Vestland ble til i 2020" in text(directorate.get(address))
    assert Grant.objects.filter(account=kari).count() == 1
    directorate.post(address, {"roles": ["result_reader"], "first_on": "2026-09-10", "why": "Vestland ble til i 2020"})
    assert Grant.objects.get(account=kari, unit_code="12").role == "result_reader"
    assert "Gi access" not in text(directorate.get(f"/tilgang/person/{kari.pk}/"))


def test_split_county_is_proposed_with_what_became_of_it(directorate, somebody):
    kari = somebody("Kari", "county", "31", "result_reader")
    shown = text(directorate.get(f"/tilgang/person/{kari.pk}/"))
    assert "Viken ble delt i Akershus, Buskerud og Østfold i 2024." in shown
    assert "Viken ble til i 2020 av Akershus, Buskerud og Østfold. Østfold fører årene videre." in shown


def test_person_with_a_one_time_sign_in_cannot_be_let_further_in(vestland, by, now, somebody):
    account = somebody("Engang", "office", OFFICE, "orderer", email="midlertidig@eksempel.no")
    Account.objects.filter(pk=account.pk).update(email=None)
    assert "engangspålogging" in text(vestland.get(f"/tilgang/person/{account.pk}/"))
    assert vestland.get("/tilgang/ny/", {"person": account.pk, "hos": f"office:{OFFICE}"}).status_code == 404


def test_giving_asks_once_more_who_one_is(vestland, settings):
    settings.FRESH_SECONDS = 0
    answer = vestland.post("/tilgang/ny/", NEW)
    assert answer.status_code == 403
    assert "again-password" in answer.content.decode()
    assert not Account.objects.filter(email="ny@eksempel.no").exists()


def test_lost_second_step_is_taken_away_and_set_up_anew(vestland, somebody):
    colleague = somebody("Ola", "county", "46", "orderer")
    factors.enrol_app(account=colleague, secret="JBSWY3DPEHPK3PXP")
    address = f"/tilgang/person/{colleague.pk}/"
    assert "Ta bort det ekstra trinnet" in vestland.get(address).content.decode()

    vestland.post(f"{address}ekstra-trinn/")

    assert not Authenticator.objects.filter(user=colleague).exists()
    assert AccountLetter.objects.filter(account=colleague, kind="factor_removed").exists()
    stamp = colleague.session_stamp
    colleague.refresh_from_db()
    assert colleague.session_stamp > stamp
    assert "Ta bort det ekstra trinnet" not in vestland.get(address).content.decode()


def test_second_step_of_somebody_who_has_more_elsewhere_stays(vestland, somebody, by, now):
    colleague = somebody("Ola", "county", "46", "orderer")
    access.grant(
        account=colleague,
        roles={"steering"},
        unit_kind="nation",
        unit_code="",
        valid_from=now.date(),
        why="",
        by=by,
        now=now,
    )
    factors.enrol_app(account=colleague, secret="JBSWY3DPEHPK3PXP")
    address = f"/tilgang/person/{colleague.pk}/"
    assert "Ta bort det ekstra trinnet" not in vestland.get(address).content.decode()
    assert vestland.post(f"{address}ekstra-trinn/").status_code == 404
    assert Authenticator.objects.filter(user=colleague).exists()
