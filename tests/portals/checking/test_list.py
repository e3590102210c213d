"""The list: filters and search in the address, several changed at once, and undone."""

import pytest
from tests.portals.ordering.pages import text

from laerling.access.models import Account
from laerling.audit.models import Event
from laerling.register.models import Contract, Finding

pytestmark = pytest.mark.django_db
LIST, CHANGE, UNDO = "/kvalitet/feil/", "/kvalitet/feil/endre/", "/kvalitet/feil/angre/"


def listed(page):
    return [line.finding.id for _number, line in page.context["lines"]]


def test_list_holds_the_countys_own_dearest_first(county, found):
    page = county.get(LIST)

    assert listed(page) == [one.id for one in found[:50]]
    assert page.context["page"].paginator.count == len(found)


def test_list_never_shows_what_is_in_the_register(september, client_of, taken_in):
    nation = client_of("nation")
    bad = Contract.objects.filter(email_state="malformed").values_list("email", flat=True)

    pages = [nation.get(LIST, {"page": number}) for number in (1, 2, 3)]

    assert [value for value in bad for page in pages if value in text(page)] == []


@pytest.mark.parametrize(("name", "field"), [("feil", "kind"), ("alvor", "severity"), ("register", "mended_in")])
def test_list_is_narrowed_by_its_address(county, found, name, field):
    value = getattr(found[0], field)

    page = county.get(LIST, {name: value})

    assert page.context["page"].paginator.count == sum(getattr(one, field) == value for one in found)
    assert f"{name}={value}" in page.content.decode()


def test_search_finds_by_number_and_by_part_of_a_name(county, found):
    one = next(finding for finding in found if not finding.orgnr)

    assert one.id in listed(county.get(LIST, {"sok": one.contract.number}))
    assert one.id in listed(county.get(LIST, {"sok": one.contract.name[1:5]}))


def test_search_finds_nobody_elses(county, busiest):
    foreign = Contract.objects.exclude(county_code=busiest).first()

    page = county.get(LIST, {"sok": foreign.number})

    assert page.context["page"].paginator.count == 0
    assert "Ingenting passer med valget" in text(page)


@pytest.mark.parametrize("search", ["%", "_", "\x00", "' OR 1=1", "æ" * 500, "<b>x"])
def test_odd_searches_break_nothing(county, search):
    response = county.get(LIST, {"sok": search})

    assert response.status_code == 200
    assert "<b>x" not in response.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "999", "tull", "9" * 40])
def test_odd_page_numbers_show_a_page(county, page):
    assert county.get(LIST, {"page": page}).status_code == 200


def test_those_proved_mended_are_looked_up_as_a_status(county, found, september):
    Finding.objects.filter(id=found[0].id).update(closed_at=september)

    page = county.get(LIST, {"status": "closed"})

    assert listed(page) == [found[0].id]
    assert "Bekreftet rettet" in text(page)


def test_several_are_changed_with_one_press_and_put_back_with_another(county, found):
    ids = [one.id for one in found[:3]]

    page = county.post(CHANGE, {"valg": ids, "status": "being_mended"}, follow=True)

    assert "3 feil er endret." in text(page)
    assert Finding.objects.filter(status="being_mended").count() == 3
    batch = page.context["undo"].batch
    page = county.post(UNDO, {"endring": batch}, follow=True)
    assert "3 feil er som før." in text(page)
    assert Finding.objects.filter(status="being_mended").count() == 0
    assert county.post(UNDO, {"endring": batch}).status_code == 409


def test_all_that_the_address_finds_are_changed(county, found):
    kind = found[0].kind

    county.post(f"{CHANGE}?feil={kind}", {"alle": "ja", "status": "seen"})

    assert set(Finding.objects.filter(status="seen").values_list("id", flat=True)) == {
        one.id for one in found if one.kind == kind
    }


def test_list_one_comes_back_to_is_the_one_one_left(county, found):
    answer = county.post(f"{CHANGE}?alvor=reduced&page=1", {"valg": [found[0].id], "status": "seen"})

    assert answer["Location"] == f"{LIST}?alvor=reduced&page=1#main"


def test_findings_are_assigned_to_oneself_and_found_again(county, found):
    me = str(Account.objects.get().id)

    county.post(CHANGE, {"valg": [found[0].id], "tildel": me})

    assert listed(county.get(LIST, {"hos": "meg"})) == [found[0].id]


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "Kryss av feilene du vil endre."),
        ({"valg": "first"}, "Velg en status, eller hvem feilene skal tildeles."),
        ({"valg": "tull", "status": "seen"}, "Kryss av feilene du vil endre."),
    ],
)
def test_what_the_form_lacks_is_said_at_the_form(county, found, form, sentence):
    form = {name: found[0].id if value == "first" else value for name, value in form.items()}

    page = county.post(CHANGE, form)

    assert page.status_code == 422
    assert sentence in text(page)
    assert Finding.objects.exclude(status="new").count() == 0


def test_what_will_not_be_mended_needs_a_reason_and_ticks_are_kept(county, found):
    page = county.post(CHANGE, {"valg": [found[0].id], "status": "will_not_be_mended"})

    assert page.status_code == 422
    assert page.context["told"].fault
    assert page.context["ticked"] == {found[0].id}
    county.post(CHANGE, {"valg": [found[0].id], "status": "will_not_be_mended", "grunn": "Utenlandsopphold"})
    assert Finding.objects.get(id=found[0].id).reason == "Utenlandsopphold"


def test_anothers_finding_is_not_changed_and_looks_missing(county, found, busiest):
    foreign = Finding.objects.exclude(county_code=busiest).first()

    answers = [
        county.post(CHANGE, {"valg": [found[0].id, number], "status": "seen"}) for number in (foreign.id, 10**12)
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert Finding.objects.filter(status="seen").count() == 0


def test_audit_tells_how_many_and_no_words(county, found):
    county.post(
        CHANGE, {"valg": [one.id for one in found[:2]], "status": "will_not_be_mended", "grunn": "Hemmelig ord"}
    )

    event = Event.objects.get(what="register.findings.changed")
    assert event.details == {"n": 2}
    assert "Hemmelig" not in str(event.__dict__)


def test_nation_reads_the_list_without_notes_and_cannot_change_it(september, client_of, taken_in, busiest, found):
    Finding.objects.filter(id=found[0].id).update(note="Ringte lærlingen", status="seen")
    nation = client_of("nation")

    page = nation.get(LIST, {"fylke": busiest})

    assert listed(page) == [one.id for one in found[:50]]
    assert "Ringte lærlingen" not in text(page)
    assert '<form method="post" action="/kvalitet/feil/endre' not in page.content.decode()
    assert nation.post(CHANGE, {"valg": [found[0].id], "status": "seen"}).status_code == 404


def test_all_on_the_page_are_ticked_without_script(county, found):
    page = county.get(LIST, {"kryss": "alle"})

    assert page.content.decode().count(" checked") == min(50, len(found))


def test_what_was_so_already_is_said_and_offers_nothing_to_undo(county, found):
    page = county.post(CHANGE, {"valg": [found[0].id], "status": "new"}, follow=True)

    assert "Ingenting er endret" in text(page)
    assert page.context["undo"].batch == ""
    assert UNDO not in page.content.decode()


def test_undo_is_offered_for_ten_minutes_and_in_the_same_unit(county, found, today):
    county.post(CHANGE, {"valg": [found[0].id], "status": "seen"})
    assert county.get(LIST).context["undo"] is not None

    today(9, 10, hour=11)

    assert county.get(LIST).context["undo"] is None
