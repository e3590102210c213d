"""Every number of pages and files is one of the release's, for the unit and the question it stands by; nothing more."""

import re
from dataclasses import replace

import pytest
from tests.portals.reporting import crawl
from tests.release.population import BIG

from laerling.reports.queries import figures

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
                # What is of many groups or years has more figures than those of the units around.
                if not re.search("/(fordelt|over-tid|variasjon|regnet-om|funn)/", base):
                    crawl.paper(found, witness, where, file, names)
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
