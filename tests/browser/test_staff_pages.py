"""Pages of the staff site around answering, looked over by axe and measured: questionnaire, urn, draw, gatherings."""

from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.gatherings import rooms
from tests.invitations.people import OFFICE, VESTLAND, invited, office
from tests.portals.urn.ceremony_walk import Walk

from laerling.access.models import Account
from laerling.invitations.draws import actions
from laerling.invitations.models import Invitation
from laerling.kernel.types import SYSTEM, Actor
from laerling.rounds.actions import mark_closed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

# Layout follows the width and colours the scheme: each of them once.
EVERY_SIZE = pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
QUESTIONNAIRE = ("", "nytt/", "apprentice-2026/", "apprentice-2026/forskjell/", "apprentice-2026/prov/")
URN = ("urne/", "urne/protokoll/", "urne/kunngjort/")


@pytest.fixture
def walk(settings, tmp_path):
    """A round on its way; every clock shows its day."""
    settings.HOME, settings.DEMO = tmp_path / "home", True
    settings.HOME.mkdir()
    return Walk(tmp_path / "sticks")


def look(page, *addresses):
    """Return what axe finds on each page, and by how much it is too wide, where there is anything."""
    found = {}
    for address in addresses:
        answer = page.goto(f"{page.site}/{address}")
        assert answer.status == 200, address
        faults = [
            (one["id"], [node["target"] for node in one["nodes"]]) for one in Axe().run(page).response["violations"]
        ]
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if faults or too_wide > 0:
            found[address] = (faults, too_wide)
    return found


@EVERY_SIZE
def test_pages_of_the_questionnaire_are_accessible_and_fit(staff, walk, width, scheme):
    page = staff("nation", width=width, scheme=scheme, script=True)

    assert look(page, *(f"skjema/{address}" for address in QUESTIONNAIRE)) == {}


@EVERY_SIZE
def test_pages_of_the_urn_are_accessible_and_fit_from_the_ceremony_to_the_opening(staff, walk, width, scheme):
    found = {}
    for steps in ((), ("rehearsed", "handed_in", "key_made", "proven", "open"), ("closed", "exported", "opened")):
        for step in steps:
            getattr(walk, step)()
        # Somebody anew on each day: a session does not last that long.
        found[steps] = look(staff("nation", width=width, scheme=scheme, script=True), *URN)

    assert not any(found.values()), found


@EVERY_SIZE
def test_draws_and_gatherings_are_accessible_and_fit(staff, walk, width, scheme):
    walk.day(10, 20)
    office()
    people = rooms.with_numbers(invited(12, office_orgnr=OFFICE))
    gathering = rooms.opened()
    of_office = staff("office", OFFICE, width=width, scheme=scheme, script=True)
    found = look(of_office, "samlinger/", "samlinger/ny/", f"samlinger/{gathering}/", f"samlinger/{gathering}/vegg/")
    county = staff("county", people[0].county_code, width=width, scheme=scheme, script=True)
    found |= look(county, "trekning/")

    Invitation.objects.update(answered=True)
    mark_closed(year=2026, by=SYSTEM, now=walk.now)
    actions.hold_draw(scope=VESTLAND, draw_id=uuid4(), round_year=2026, n_winners=2, by=_drawer(), now=walk.now)
    found |= look(county, "trekning/?igjen")

    assert found == {}
    assert county.locator(".ds-card li, main li").count() >= 2


def _drawer():
    return Actor.person(Account.objects.get(email__startswith="county").pk)
