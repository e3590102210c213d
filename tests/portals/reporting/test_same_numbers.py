"""Every number of pages and files is one of the release's, for the unit and the question it stands by; nothing more."""

import re
from dataclasses import replace

import pytest
from tests.portals.reporting import crawl
from tests.portals.reporting.conftest import LONG_AGO
from tests.release import population
from tests.release.population import BIG, TINY

from laerling.organisations import actions as organisations
from laerling.organisations.queries import OfficeRow
from laerling.reports.queries import figures
from laerling.rounds.models import Round

pytestmark = pytest.mark.django_db
READERS = {
    "directorate": ("nation", "", "nation", "Hele landet"),
    "county": ("county", "46", "county/46", "Vestland"),
    "office": ("office", BIG, f"office/{BIG}", "Opplæringskontoret Fjordbygg"),
}


def pages_of(client, start):
    """Yield every page of one unit, each address once: by links as a reader follows them, and by the form's choices."""
    waiting, seen = [start], set()
    while waiting:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        sent = client.get(address)
        assert sent.status_code == 200, address
        content = sent.content.decode()
        yield address, content
        choice = re.search(r'name="pa">(.*?)</select>', content, re.DOTALL)
        waiting += [f"{start}fordelt/?pa={by}" for by in re.findall(r'value="(\w+)"', choice[1] if choice else "")]
        choice = re.search(r'name="mellom">(.*?)</select>', content, re.DOTALL)
        ways = re.findall(r'value="(\w+)"', choice[1] if choice else "")
        waiting += [f"{start}variasjon/?mellom={way}{on}" for way in ways for on in ("", "&mal=index_motivation")]
        links = (link.replace("&amp;", "&") for link in re.findall(r'href="(/resultater/[^"#]*)"', content))
        waiting += [
            link
            for link in links
            if link.startswith(start) and not re.search(r"rapport\.|/ferdig/|/hvorfor/|[?&]for=", link)
        ]


def read(client, start, names, every=1):
    """Read all pages of a unit and the files of every so many, and return what was found."""
    found, witness = crawl.Found(), crawl.Witness.of(2026)
    for position, (address, content) in enumerate(pages_of(client, start)):
        crawl.page(found, witness, address, content)
        if position % every:
            continue
        base, _mark, query = address.partition("?")
        for kind in re.findall(r"rapport\.(pptx|xlsx|csv|pdf)\?[^\"]*form=nb", content):
            where = f"{base}rapport.{kind}?{query}"
            file = client.get(where).content
            assert file, where
            if kind == "pdf":
                # What is of many groups or years has more figures than those of the units around: they are in its CSV.
                is_more = re.search("/(fordelt|over-tid|variasjon|regnet-om|funn)/", base)
                lines = client.get(f"{base}rapport.csv?{query}").content if is_more else b""
                crawl.paper(
                    found, witness, where, file, crawl.told(content, lines) if lines else witness.numbers(names)
                )
            else:
                reader = {"pptx": crawl.slides, "xlsx": crawl.workbook, "csv": crawl.lines}[kind]
                reader(found, witness, where, file)
    return found


@pytest.mark.parametrize("reader", READERS)
def test_every_number_is_the_releases_own(reader, as_role, out, unlimited):
    kind, unit, of, name = READERS[reader]
    names = {name, "Hele landet", "Vestland"} if kind != "nation" else {name, "Vestland", "Rogaland"}
    client = as_role(kind, unit)
    names |= {"Opplæringskontoret Fjordbygg", "Opplæringskontoret Vestmat"} if kind == "county" else set()
    found = read(client, f"/resultater/2026/{of}/", names, every=6)
    assert not found.faults, found.faults[:5]
    # So many figures were held against the rows: a reader that found nothing to read would prove nothing.
    assert found.n > 800


@pytest.fixture
def pooled(offices, by, now, unlimited):
    """An office that is shown over two rounds only; the results are out."""
    rows = (*population.OFFICES, OfficeRow(TINY, "Opplæringskontoret Ørlite", "46", active=True))
    organisations.register_offices(rows, by=by, now=now)
    population.release_pooled(by, now)
    Round.objects.filter(year=2026).update(results_at=LONG_AGO)


def test_every_number_of_two_rounds_together_is_the_releases_own(as_role, pooled):
    names = {"Opplæringskontoret Ørlite", "Hele landet", "Vestland"}
    found = read(as_role("county", "46"), f"/resultater/2026/office/{TINY}/", names, every=4)
    assert not found.faults, found.faults[:5]
    assert found.n_pooled > 100


def test_changed_number_of_two_rounds_together_is_found_in_page_and_every_file(as_role, pooled):
    witness = crawl.Witness.of(2026)
    whole = [key for key in witness.pooled if key[2] == crawl.N]
    witness.said |= {key: str(int(witness.said[key]) + 1) for key in whole}
    shares = [key for key in witness.pooled if witness.said[key].endswith(" %")]
    witness.said |= {key: f"{int(witness.said[key].removesuffix(' %')) + 1} %" for key in shares}
    client = as_role("county", "46")
    title = min(measure for unit, measure, _part in shares if unit == "Opplæringskontoret Ørlite")
    code = next(one.code for one in witness.questionnaire.questions if title.startswith(one.text.nb))
    address = f"/resultater/2026/office/{TINY}/sporsmal/{code}/"
    read_by = {"page": crawl.page, "xlsx": crawl.workbook, "csv": crawl.lines, "pptx": crawl.slides}
    found = crawl.Found()
    for kind, reader in read_by.items():
        sent = client.get(address if kind == "page" else f"{address}rapport.{kind}?form=nb").content
        reader(found, witness, f"{address}{kind}", sent.decode() if kind == "page" else sent)
    assert found.n_pooled
    assert {fault[0].rpartition("/")[2] for fault in found.faults} == set(read_by)


def test_changed_number_on_its_way_to_page_or_file_is_found(as_role, out, monkeypatch):
    honest = figures.distribution

    def one_more(question, column):
        told = honest(question, column)
        return replace(told, n=told.n + 1) if told.n else told

    monkeypatch.setattr(figures, "distribution", one_more)
    client = as_role("county", "46")
    found, witness = crawl.Found(), crawl.Witness.of(2026)
    address = "/resultater/2026/county/46/tema/wellbeing/"
    crawl.page(found, witness, "page", client.get(address).content.decode())
    for kind, reader in (("xlsx", crawl.workbook), ("csv", crawl.lines)):
        crawl_before = len(found.faults)
        reader(found, witness, kind, client.get(f"{address}rapport.{kind}").content)
        assert len(found.faults) > crawl_before
    assert {fault[0] for fault in found.faults} == {"page", "xlsx", "csv"}


def test_hidden_number_that_is_shown_is_found(as_role, out):
    witness = crawl.Witness.of(2026)
    key = next(key for key, text in witness.said.items() if text != crawl.HIDDEN and key[0] == "Vestland")
    witness.said[key] = crawl.HIDDEN
    found = crawl.Found()
    client = as_role("county", "46")
    crawl.page(found, witness, "page", client.get("/resultater/2026/county/46/").content.decode())
    assert found.faults
