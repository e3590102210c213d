"""Pages of results, looked over by axe and measured at the width of a small phone, with the longest names there are."""

import pytest
from django.db import transaction
from tests.browser.test_staff_pages import EVERY_SIZE, look
from tests.portals.reporting.conftest import LONG_AGO
from tests.portals.reporting.test_findings_pages import REPORT
from tests.release.population import BIG
from tests.reports import invented
from tests.reports.invented import HURT, figures

from laerling.kernel import clock
from laerling.kernel.types import SYSTEM
from laerling.release.models import BlockedRelease

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

STOPPED_BY = [
    {**attack, "found": found, "passed": not found}
    for attack, found in zip(REPORT["attacks"], (2, 1, 1, 0, 3), strict=True)
]
OF_A_UNIT = (
    "",
    "indeks/index_motivation/",
    "sporsmal/bullied/",
    "fordelt/",
    "over-tid/",
    "sammenlign/",
    "variasjon/",
    "variasjon/?mal=index_motivation",
    "variasjon/?mellom=years",
    "funn/",
    "hvorfor/bullied/",
)
PROTECTION = ("resultater/skjerming/", "resultater/skjerming/stoppet/")
# A county of another year says in words why it has no figure: it was the widest page there was.
OF_THE_NATION = ("regnet-om/?fylke=30", "regnet-om/?fylke=30&mal=bullied", "variasjon/?mellom=offices")


@pytest.fixture
def results(settings, tmp_path):
    """Two rounds whose results are out, with a name as long as names become."""
    settings.HOME, settings.DEMO = tmp_path / "home", True
    settings.HOME.mkdir()
    long = {BIG: "Opplæringskontoret for elektrofag i Glittervikbotn"}
    invented.register(SYSTEM, clock.now(), long)
    changed = {("office", (BIG,)): figures(bands=HURT, index_motivation=3.0)}
    with transaction.atomic():
        invented.release(2025, invented.nation(), questionnaire="apprentice-2020", results_at=LONG_AGO)
        invented.release(2026, invented.nation() | changed, report=REPORT, results_at=LONG_AGO)
        BlockedRelease.objects.create(round_id=2026, at=clock.now(), report={"attacks": STOPPED_BY})


@EVERY_SIZE
def test_pages_of_results_are_accessible_and_fit(staff, results, width, scheme):
    office = staff("office", BIG, width=width, scheme=scheme, script=True)
    directorate = staff("nation", width=width, scheme=scheme, script=True)

    found = look(office, *(f"resultater/2026/office/{BIG}/{end}" for end in OF_A_UNIT))
    found |= look(directorate, *(f"resultater/2026/nation/{end}" for end in OF_THE_NATION), *PROTECTION)

    assert found == {}
