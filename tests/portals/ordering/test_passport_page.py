"""The passport as people read it: every rule in words, and nothing that is another's."""

import re
from datetime import date

import pytest
from tests.portals.ordering.pages import n_queries, text
from tests.register.conftest import File

from laerling.kernel import clock
from laerling.register.models import Contract
from laerling.sample import actions as sample
from laerling.sample.models import Exclusion, SampleMember

pytestmark = pytest.mark.django_db

ASKED = "0070000003"


def page_of(client, number, stage="final"):
    found = Contract.objects.get(number=number, stage=stage)
    return client.get(f"/utvalg/{found.id}/")


def test_person_who_is_asked_is_told_rule_by_rule(list_drawn, october, client_of):
    shown = text(page_of(client_of("nation"), ASKED))

    assert "Blir spurt Alle reglene er oppfylt." in shown
    assert "Læretid fra 15. august 2024 + 11 måneder = 15. juli 2025, som er før 1. oktober 2026." in shown
    assert shown.count("Oppfylt") == 10
    assert "fra VIGO-uttrekket med telledato 1. oktober 2026" in shown


def test_person_who_is_not_asked_is_told_why_with_the_dates(list_drawn, october, client_of):
    shown = text(page_of(client_of("nation"), "0070000001"))

    assert "Læretid fra 2. november 2025 + 11 måneder = 2. oktober 2026, som er etter 1. oktober 2026." in shown
    assert "NLR har ikke lærebedriften 882633047 som godkjent." in shown
    assert "Har ikke vært lenge nok i lære 1. oktober" in shown


def test_day_itself_is_explained(list_drawn, october, client_of):
    shown = text(page_of(client_of("nation"), "0070000002"))

    assert "= 1. oktober 2026, som er selve 1. oktober 2026. Det må være før." in shown


@pytest.mark.parametrize("reason", ["not_approved", "interrupted", "ended", "ends_before_close", "no_establishment"])
def test_every_reason_has_its_sentence_in_every_language(list_drawn, october, client_of, reason):
    line = Exclusion.objects.filter(reasons__contains=reason).first()
    client = client_of("nation")
    pages = []
    for language in ("nb", "nn", "en"):
        client.cookies["language"] = language
        pages.append(text(client.get(f"/utvalg/{line.contract_id}/")))
    assert len(set(pages)) == 3
    assert not any("_" in page or "%(" in page for page in pages)


def test_passport_shows_no_address_and_no_number_of_a_person(list_drawn, october, client_of):
    client = client_of("nation")
    for member in SampleMember.objects.select_related("contract")[:10]:
        page = re.sub(
            r"<svg.*?</svg>", "", client.get(f"/utvalg/{member.contract_id}/").content.decode(), flags=re.DOTALL
        )
        contract = member.contract
        for value in (contract.email, contract.mobile, contract.supervisor_email, contract.person_id):
            assert not value or value not in page


def test_passport_is_reached_from_the_list(list_drawn, october, client_of):
    client = client_of("nation")
    links = re.findall(r'href="(/utvalg/\d+/)"', client.get("/utvalg/").content.decode())

    assert len(links) == 50
    assert client.get(links[0]).status_code == 200
    assert re.search(r'href="/utvalg/\d+/"', client.get("/utvalg/?vis=ikke").content.decode())


def test_foreign_and_missing_look_alike(list_drawn, october, client_of):
    member = SampleMember.objects.exclude(county_code="03").first()
    oslo = client_of("county", "03")

    pages = [oslo.get(address) for address in (f"/utvalg/{member.contract_id}/", f"/utvalg/{10**30}/", "/utvalg/0/")]

    assert [page.status_code for page in pages] == [404, 404, 404]
    assert member.contract.name not in pages[0].content.decode()


def test_passport_before_anything_is_drawn_says_what_would_be(take_in, october, client_of):
    take_in("vigo")

    shown = text(page_of(client_of("nation"), ASKED))

    assert "Utvalget er ikke trukket ennå" in shown
    assert "ville personen ikke blitt spurt" in shown


def test_change_after_the_lock_stands_on_the_list_and_the_passport(list_drawn, october, client_of, cases, by, now):
    client = client_of("nation")
    assert "Endret etter at utvalget ble låst" not in text(client.get("/utvalg/"))
    _later(cases, by, now, {"Avbrudd fra": "01.11.2026"})

    shown = client.get("/utvalg/?endret=1")
    passport = text(page_of(client, ASKED))

    assert [line.person.number for line in shown.context["lines"]] == [ASKED]
    assert "Avbrudd" in text(shown)
    assert "Endret etter at utvalget ble låst (1)" in text(shown)
    assert "Fra 1. november 2026, uten registrert slutt. 12. oktober 2026" in passport
    assert "Avbrudd fra tomt 1. november 2026" in passport
    assert "Blir spurt Alle reglene er oppfylt." in passport

    _later(cases, by, now, {"Telledato": "13.10.2026"}, day="13.10.2026")
    assert "Tatt tilbake" in text(page_of(client, ASKED))
    assert "Ingenting er endret" in text(client.get("/utvalg/?endret=1"))


def _later(cases, by, now, values, day="12.10.2026"):
    import io

    from laerling.register.actions import import_file

    file = File((cases / "vigo.csv").read_bytes()).set_all("Telledato", day)
    row = next(position for position, fields in enumerate(file.rows) if ASKED in fields)
    for heading, value in values.items():
        file.set(row, heading, value)
    import_file(
        content=io.BytesIO(file.content()),
        filename="f.csv",
        register="vigo",
        round_year=2026,
        stage="final",
        by=by,
        now=now,
    )
    sample.mark_changes(round_year=2026, by=by, now=now)


def test_passport_asks_as_little_for_anybody(list_drawn, october, client_of):
    client = client_of("nation")
    lines = [*SampleMember.objects.all()[:2], *Exclusion.objects.filter(reasons="duplicate_person")]

    assert max(n_queries(client, f"/utvalg/{line.contract_id}/") for line in lines) <= 20


def test_preliminary_and_final_stand_side_by_side(take_in, list_drawn, october, client_of, by):
    Contract.objects.filter(number=ASKED).update(stage="preliminary")
    moved = Contract.objects.get(number=ASKED)
    final = Contract.objects.get(number="0070000005")
    Contract.objects.filter(id=final.id).update(number=ASKED)
    sample.draw(round_year=2026, stage="preliminary", by=by, now=clock.oslo_instant(date(2026, 9, 1)))

    shown = text(client_of("nation").get(f"/utvalg/{moved.id}/"))

    assert "Regel Foreløpig Endelig" in shown
