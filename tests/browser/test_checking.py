"""A county's day in September in a real browser: faults found, said, undone, taken out and pasted back; without script."""

import re
from datetime import datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from laerling.kernel import clock
from laerling.kernel.types import SYSTEM
from laerling.register.actions import import_file
from laerling.register.models import Finding
from laerling.sample import actions as sample

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
NOW = datetime(2026, 9, 10, 8, tzinfo=clock.OSLO)


@pytest.fixture
def taken_in(cases, settings, tmp_path):
    """The case files are in, the list is drawn, and every clock shows a day in September."""
    settings.HOME, settings.DEMO = tmp_path, True
    clock.set_demo_clock(NOW)
    for register in ("nor", "nlr", "vigo"):
        with (cases / f"{register}.csv").open("rb") as content:
            import_file(
                content=content, filename="x.csv", register=register, round_year=2026, stage="final", by=SYSTEM, now=NOW
            )
    sample.draw(round_year=2026, stage="final", by=SYSTEM, now=NOW)
    codes = list(Finding.objects.values_list("county_code", flat=True))
    return max(set(codes), key=codes.count)


@pytest.fixture
def visit(staff, taken_in):
    """Open a browser of one's own, signed in for a unit."""
    return staff


def test_county_works_through_its_list(visit, taken_in, tmp_path):
    page = visit("county", taken_in)
    page.goto(f"{page.site}/kvalitet/")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("igjen")

    page.get_by_role("link", name="Se alle feil").click()
    several_are_changed_and_undone(page)
    one_is_said_and_the_next_follows(page)
    list_goes_out_and_comes_back(page, tmp_path)


def several_are_changed_and_undone(page):
    for place in (0, 1):
        page.locator("input[name=valg]").nth(place).check()
    expect(page.locator("input[name=valg]:checked")).to_have_count(2)
    page.get_by_label("Sett status til").select_option(label="Under retting")
    page.get_by_role("button", name="Endre").click()
    expect(page.get_by_text("2 feil er endret.")).to_be_visible()
    expect(page.get_by_role("table").get_by_text("Under retting")).to_have_count(2)
    page.get_by_role("button", name="Angre").click()
    expect(page.get_by_text("2 feil er som før.")).to_be_visible()
    expect(page.get_by_role("table").get_by_text("Under retting")).to_have_count(0)


def one_is_said_and_the_next_follows(page):
    page.get_by_role("table").get_by_role("link").first.click()
    first = page.url
    page.get_by_label("Meldt rettet").check()
    page.get_by_label("Merknad").fill("Rettet i VIGO i dag")
    page.get_by_role("button", name="Lagre og gå til neste").click()
    assert page.url != first
    page.get_by_role("link", name="Forrige feil").click()
    expect(page.get_by_text("Status endret fra «Ny» til «Meldt rettet»")).to_be_visible()


def list_goes_out_and_comes_back(page, tmp_path):
    page.goto(f"{page.site}/kvalitet/feil/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Last ned som Excel").click()
    path = tmp_path / "feil.xlsx"
    download.value.save_as(path)
    page.get_by_role("link", name="Lim inn").click()
    page.get_by_label("Arbeidsboka").set_input_files(path)
    page.get_by_role("button", name="Se hva som blir endret").click()
    expect(page.get_by_text("0 feil blir endret")).to_be_visible()
    page.get_by_role("link", name="Prøv en annen liste").click()
    own = _a_new_one_of_the_county(page)
    page.get_by_label("Eller lim inn cellene her").fill(f"{10**12}\tSett\t\n{own}\tSett\tVenter på svar")
    page.get_by_role("button", name="Se hva som blir endret").click()
    expect(page.get_by_text("Dere har ingen feil med denne id-en.")).to_be_visible()
    page.get_by_role("button", name="Endre 1 feil").click()
    expect(page.get_by_text("1 feil er endret.")).to_be_visible()
    expect(page.get_by_text("Venter på svar")).to_be_visible()


def _a_new_one_of_the_county(page):
    with page.context.new_page() as other:
        other.goto(f"{page.site}/kvalitet/feil/?status=new")
        return other.locator("input[name=valg]").first.get_attribute("value")


# Layout follows the width and colours the scheme: each of them once.
@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_pages_are_accessible_and_fit(visit, taken_in, width, scheme):
    page = visit("nation", width=width, scheme=scheme, script=True)
    own = Finding.objects.filter(county_code=taken_in).first()
    county = visit("county", taken_in, width=width, scheme=scheme, script=True)

    seen = [
        *(_look(page, address) for address in ("", "fylker/", "nadd/", f"feil/?fylke={taken_in}")),
        *(_look(county, address) for address in ("", "feil/", f"feil/{own.id}/?nr=0", "lim-inn/", "nadd/")),
    ]

    assert [found for found in seen if found[1:] != ([], 0)] == []


def _look(page, address):
    """Return what axe finds on a page, and by how much it is too wide."""
    page.goto(f"{page.site}/kvalitet/{address}")
    faults = [(one["id"], [node["target"] for node in one["nodes"]]) for one in Axe().run(page).response["violations"]]
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return re.sub(r"\d+", "1", address), faults, max(too_wide, 0)
