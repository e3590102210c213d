"""The pages of the questionnaire: its versions, what is new, trying it out, and publishing the next by two people."""

import re
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.portals.ordering.pages import n_queries, text

from laerling.access import actions as access
from laerling.access.policy import ALL_TASKS
from laerling.questionnaire import queries
from laerling.questionnaire.rules.writing import next_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(by, now):
    """Sign somebody in: browser("Kari") in the Directorate, browser("Ola", "county", "46")."""

    def sign_in(name, kind="nation", unit=""):
        account = access.create_account(
            email=f"{name.lower()}@eksempel.no", name=f"{name} Nordmann", password="x" * 15, by=by, now=now
        )
        access.grant(
            account=account,
            roles=ALL_TASKS[kind],
            unit_kind=kind,
            unit_code=unit,
            valid_from=date(2025, 1, 1),
            why="",
            by=by,
            now=now,
        )
        client = Client()
        client.force_login(account)
        client.cookies["language"] = "nb"
        return client

    return sign_in


@pytest.fixture
def kari(browser):
    return browser("Kari")


def next_file():
    content = next_version(queries.file_of("apprentice-2026"))
    return content.replace('code = ""', 'code = "apprentice-2027"', 1).replace("first = 0", "first = 2027", 1)


def hand_in(client, content, button="propose", proposal_id=None):
    sent = content if isinstance(content, bytes) else content.encode()
    file = SimpleUploadedFile("neste.toml", sent, content_type="application/toml")
    return client.post("/skjema/nytt/", {"id": str(proposal_id or uuid4()), "file": file, button: "1"})


def test_list_tells_rounds_and_relations_of_every_version(kari):
    page = text(kari.get("/skjema/"))
    for words in ("2012–2017", "2018–2019", "2020–2025", "fra 2026"):
        assert words in page
    assert "En ny tidsserie: 35 justert, 7 nye, 15 tatt ut" in page
    assert "42 som før, 2 justert, 4 nye, 1 tatt ut" in page


def test_counties_read_and_do_not_publish(browser):
    client = browser("Ola", "county", "46")
    assert "Lever inn" not in text(client.get("/skjema/"))
    assert client.get("/skjema/nytt/").status_code == 404
    assert client.get("/skjema/apprentice-2026/").status_code == 200


def test_version_shows_both_forms_who_is_asked_and_how_it_relates(kari):
    page = text(kari.get("/skjema/apprentice-2026/"))
    assert "Hvor ofte jobber du uten å ha noen å spørre? Kor ofte jobbar du utan å ha nokon å spørje?" in page
    assert "De som svarte «To eller flere» eller «Én» på «Hvor mange halvårssamtaler" in page
    assert "Kom med i 2026 etter ønske fra fylkeskommunene." in page
    assert "Justert, kan ikke sammenlignes" in page
    assert "på grunn av" in page


def test_version_costs_as_many_queries_with_few_questions_as_with_many(kari):
    assert n_queries(kari, "/skjema/apprentice-2012/") <= n_queries(kari, "/skjema/apprentice-2026/") + 1


def test_differences_mark_words_in_both_forms_and_say_why(kari):
    page = kari.get("/skjema/apprentice-2020/forskjell/")
    html = page.content.decode()
    assert re.search(r"<ins><span class=\"ds-sr-only\">lagt til: </span>Vet ikke</ins>", html)
    assert re.search(r"<ins><span class=\"ds-sr-only\">lagt til: </span>Veit ikkje</ins>", html)
    assert "Alternativet «vet ikke» kom med i 2020. Før svarte flere nei." in text(page)
    assert 'id="motivation"' not in html
    assert 'id="motivation"' in kari.get("/skjema/apprentice-2020/forskjell/?vis=alle").content.decode()


def test_first_version_has_nothing_to_differ_from(kari):
    assert "Det er ingen versjon før denne" in text(kari.get("/skjema/apprentice-2012/forskjell/"))


def test_break_is_told_once_and_not_with_every_question(kari):
    assert text(kari.get("/skjema/apprentice-2018/forskjell/")).count("Hele undersøkelsen ble skrevet om i 2018") == 1


def follow(client, address, **chosen):
    """Press Next on a page of the preview; return where it leads."""
    page = client.get(address)
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.content.decode()))
    fields = {name: value for name, value in fields.items() if name == "side" or name.startswith("a-")}
    answer = client.get("/skjema/apprentice-2026/prov/", {**fields, **chosen, "go": "next"})
    assert answer.status_code == 302
    return answer["Location"]


def test_trying_out_walks_the_whole_way_and_meets_follow_ups(kari):
    address, chosen, met = "/skjema/apprentice-2026/prov/", {"a-bullied": "3", "a-school_before": "1"}, []
    for _step in range(20):
        address = follow(kari, address, **chosen)
        met.append(re.search(r"side=(\w+)", address)[1])
        chosen = {}
        if met[-1] == "harm":
            chosen = {"a-bullied": "3"}
        if met[-1] == "slutt":
            break
    assert "harm_followed" in met
    assert "talk" not in met
    assert met[-1] == "slutt"
    assert "Her er veien slutt" in text(kari.get(address))


def test_trying_out_shows_the_same_page_in_each_language_with_its_own_buttons(kari):
    html = kari.get("/skjema/apprentice-2026/prov/?side=guidance&a-plan=2").content.decode()
    for language, words in (("nb", "Har du en plan"), ("nn", "Har du ein plan"), ("en", "Do you have a plan")):
        phone = html.split(f'<section class="phone" lang="{language}"')[1].split("</section>")[0]
        assert words in phone
        assert re.search(rf'id="{language}-plan-2" value="2" checked', phone)
    assert len(re.findall(r'id="([^"]+)"', html)) == len(set(re.findall(r'id="([^"]+)"', html)))


@pytest.mark.parametrize(
    "query", ["side=ingen", "side=talk", "a-plan=99", "a-plan=x&a-stranger=1", "side=slutt&go=next", "side=slutt&go=back", "go=back"]
)  # fmt: skip
def test_trying_out_makes_sense_of_any_address(query, kari):
    answer = kari.get(f"/skjema/apprentice-2026/prov/?{query}", follow=True)
    assert answer.status_code == 200


def test_jumping_to_a_follow_up_brings_answers_that_lead_there(kari):
    html = kari.get("/skjema/apprentice-2026/prov/").content.decode()
    query = re.search(r'href="\?(side=harm_followed[^"]*)"', html)[1].replace("&amp;", "&")
    assert "Hvem gjorde det oftest?" in text(kari.get(f"/skjema/apprentice-2026/prov/?{query}"))


def test_trying_out_stores_nothing(kari):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    kari.get("/skjema/apprentice-2026/prov/")
    with CaptureQueriesContext(connection) as seen:
        kari.get("/skjema/apprentice-2026/prov/?side=choice&a-motivation=3")
    written = [one["sql"] for one in seen.captured_queries if re.match(r"(INSERT|UPDATE|DELETE)", one["sql"])]
    assert [sql for sql in written if "session" not in sql] == []


@pytest.mark.parametrize(
    ("ending", "begins", "name"),
    [
        ("fil.toml", "# The Apprentice Survey", "apprentice-2026.toml"),
        ("ddi.xml", "<?xml", "apprentice-2026.ddi.xml"),
        ("neste.toml", "format = 2", "apprentice-2026-neste.toml"),
    ],
)
def test_files_are_handed_out(ending, begins, name, kari):
    answer = kari.get(f"/skjema/apprentice-2026/{ending}")
    assert answer.content.decode().startswith(begins)
    assert name in answer["Content-Disposition"]


def test_two_people_publish_the_next_version(kari, browser):
    one = uuid4()
    checked = hand_in(kari, next_file(), "check")
    assert "Det er ingenting å rette" in text(checked)
    assert queries.proposals(checked.wsgi_request.scope) == ()
    assert hand_in(kari, next_file(), proposal_id=one)["Location"] == f"/skjema/{one}/"
    own = text(kari.get(f"/skjema/{one}/"))
    assert "Du leverte det inn. Be en kollega" in own
    assert "Publiser for godt" not in own
    assert kari.post(f"/skjema/forslag/{one}/publiser/").status_code == 403
    ola = browser("Ola")
    assert "Publiser for godt" in text(ola.get(f"/skjema/{one}/"))
    assert "Alle spørsmål er som før." in text(ola.get(f"/skjema/{one}/forskjell/"))
    assert ola.get(f"/skjema/{one}/prov/").status_code == 200
    assert ola.post(f"/skjema/forslag/{one}/publiser/")["Location"] == "/skjema/apprentice-2027/"
    assert queries.held_in("apprentice", 2027).code == "apprentice-2027"
    assert queries.held_in("apprentice", 2026).code == "apprentice-2026"


def test_proposal_may_be_taken_back_and_put_back(kari):
    one = uuid4()
    hand_in(kari, next_file(), proposal_id=one)
    kari.post(f"/skjema/forslag/{one}/trekk/")
    assert "Legg forslaget tilbake" in text(kari.get(f"/skjema/{one}/"))
    kari.post(f"/skjema/forslag/{one}/angre/")
    assert "Venter på" in text(kari.get(f"/skjema/{one}/"))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", "Spørsmålet motivation mangler tekst på nynorsk."),
        ("nn", "Spørsmålet motivation manglar tekst på nynorsk."),
        ("en", "Question motivation has no nynorsk text."),
    ],
)
def test_every_fault_is_told_at_once_with_its_line_in_the_reader_s_language(language, words, kari):
    content = (
        next_file()
        .replace('text.nn = "Kor motivert er du for å lære faget?"\n', "")
        .replace('scale = "well"', 'scale = "wel"', 1)
    )
    kari.cookies["language"] = language
    answer = hand_in(kari, content)
    page = text(answer)
    assert answer.status_code == 422
    assert words in page
    assert "wel" in page
    line = 1 + content[: content.index('code = "motivation"')].count("\n")
    assert re.search(rf"(Linje|Line) {line}: {re.escape(words)}", page)
    assert queries.proposals(answer.wsgi_request.scope) == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe", "Filen er ikke en tekst i UTF-8."),
        (b"a\x00b", "Filen er ikke en tekst."),
        (b"= =", "Linje 1: Filen er ikke gyldig TOML"),
        (b"#" * (1024 * 1024 + 1), "Filen er større enn 1 MB"),
    ],
)
def test_what_is_no_questionnaire_is_told_so(content, words, kari):
    answer = hand_in(kari, content)
    assert answer.status_code == 422
    assert words in text(answer)


def test_version_that_has_come_since_keeps_a_proposal_from_being_published(kari, browser, by, now):
    from laerling.questionnaire.actions import publish

    one = uuid4()
    hand_in(kari, next_file(), proposal_id=one)
    publish(next_file().replace('"apprentice-2027"', '"apprentice-2028"'), by=by, now=now)
    page = text(browser("Ola").get(f"/skjema/{one}/"))
    assert "Dette kan ikke publiseres lenger" in page
    assert "Publiser for godt" not in page


def test_what_is_not_there_is_not_found(kari):
    for address in ("/skjema/ingen/", f"/skjema/{UUID(int=0)}/", f"/skjema/{UUID(int=0)}/prov/"):
        assert kari.get(address).status_code == 404
