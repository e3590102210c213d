"""From two opened urns to what an office of eight reads of both years: the page, its file, and where one asks why."""

import re

import pytest
from tests.portals.reporting.conftest import LONG_AGO
from tests.release import urns
from tests.release.urns import ALIKE, EIGHT

from laerling.organisations import actions as organisations
from laerling.organisations.queries import OfficeRow
from laerling.release import queries as release
from laerling.release.actions import make_release
from laerling.responses import queries as responses
from laerling.rounds.models import Round

pytestmark = pytest.mark.django_db

PAGE = f"/resultater/2026/office/{EIGHT}/"
NAME = "Opplæringskontoret Åtte"


@pytest.fixture
def office(settings, tmp_path, as_role, by, now, unlimited):
    """The office signs in; both rounds were answered, opened and released here, and are out."""
    settings.HOME = tmp_path / "home"
    organisations.register_offices((OfficeRow(EIGHT, NAME, "46", active=True),), by=by, now=now)
    opened = urns.two_seasons(tmp_path)
    for year in (2025, 2026):
        make_release(round_year=year, by=by, now=opened)
    Round.objects.filter(year__in=(2025, 2026)).update(results_at=LONG_AGO)
    return as_role("office", EIGHT)


@pytest.fixture
def counted(office):
    """A question told of the office over both years, and how many gave each answer, counted in the urns."""
    told = release.groups(release.made(2026), "office", [(EIGHT,)], rounds=2)[EIGHT,]
    item = next(code for code, cell in told.cells.items() if cell.counts)
    given = []
    for year in (2025, 2026):
        rows = responses.opened(year)
        given += rows.answers[rows.profile["office"] == EIGHT, rows.questions.index(item)].tolist()
    return item, [given.count(value) for value in range(1, len(told.get(item).counts) + 1)]


def text_of(response):
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_office_reads_of_both_years_what_was_counted_in_both_urns(office, counted):
    item, counts = counted
    page = text_of(office.get(f"{PAGE}sporsmal/{item}/"))
    assert f"{NAME}: 2025 og 2026 samlet" in page
    together = page[page.index('id="together"') :]
    assert f'<td class="number">{sum(counts)}</td>' in together[together.index('class="total"') :]
    csv = office.get(f"{PAGE}sporsmal/{item}/rapport.csv").content.decode("utf-8-sig")
    lines = [line.split(";") for line in csv.splitlines() if "(2025 og 2026 samlet)" in line]
    at = csv.splitlines()[0].split(";").index("Verdi")
    # The best answer stands first in a file.
    assert sorted(line[at : at + 2] for line in lines) == sorted(
        [f"{100 * n / sum(counts):.0f}", f"{sum(counts)}"] for n in counts
    )
    for kind in ("xlsx", "pptx", "pdf"):
        assert office.get(f"{PAGE}sporsmal/{item}/rapport.{kind}").status_code == 200
    why = text_of(office.get(f"{PAGE}hvorfor/{item}/"))
    assert f"{PAGE}sporsmal/{item}/#together" in why


def test_office_reads_nothing_of_what_all_answered_alike_nor_in_the_year_before(office, counted):
    item, _counts = counted
    for address in (
        f"{PAGE}sporsmal/{ALIKE}/",
        f"{PAGE}hvorfor/{ALIKE}/",
        f"/resultater/2025/office/{EIGHT}/sporsmal/{item}/",
    ):
        assert "samlet" not in text_of(office.get(address))
