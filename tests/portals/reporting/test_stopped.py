"""Results that an attack has stopped: the Directorate reads what it found and what to do, and nobody else does."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from tests.release import population
from tests.release.population import BIG

from laerling.release import freezing
from laerling.release.models import BlockedRelease, Release
from laerling.release.protection.grouping import NotProtected
from laerling.release.protection.release import protect
from laerling.release.rules import protecting

pytestmark = pytest.mark.django_db
PAGE = "/resultater/skjerming/stoppet/"


@pytest.fixture
def try_to_release(offices, by, now):
    """Make the round's release from what the protection hands out, whatever that is; it is refused."""

    def attempt():
        with pytest.raises(freezing.NotSafe):
            freezing.release(population.material(), by=by, now=now)
        assert not Release.objects.exists()

    return attempt


@pytest.fixture
def careless(monkeypatch, try_to_release):
    """A protection that shows every group, so that the attacks find single people. They are the real ones."""

    def everything(people, plan, tell):
        made = protect(people, plan, tell)
        return replace(made, solved=replace(made.solved, shown=np.ones_like(made.solved.shown)))

    monkeypatch.setattr(protecting, "protect", everything)
    try_to_release()


@pytest.fixture
def faulty(monkeypatch, try_to_release):
    """A protection that shows one question where its rules hide it."""

    def against_the_rules(people, plan, tell):
        made = protect(people, plan, tell)
        first, *others = made.items
        shown = first.shown | (first.counts[:, 1:].sum(axis=1) > 0)
        return replace(made, items=(replace(first, shown=shown), *others))

    monkeypatch.setattr(protecting, "protect", against_the_rules)
    try_to_release()


def text(response):
    main = response.content.decode().split("<main")[1]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main))


def test_directorate_reads_which_attack_found_something_and_what_to_do(as_role, careless):
    shown = text(as_role("nation", "").get(PAGE))
    assert "Regner ut alle grupper med for få personer, ved å legge sammen og trekke fra alt som vises." in shown
    assert "svarene" in shown.split("Hvor det fant noe")[1]
    assert "Gi gjennomføringen en plan med færre tabeller." in shown
    assert "Ikke lag resultatene på nytt med samme plan." in shown
    # What found nothing is counted, and not told as if it had.
    assert "andre angrep fant ingenting" in shown
    assert "Teller på nytt om noe tall som vises, bryter reglene" not in shown


def test_fault_of_the_program_is_told_from_a_plan_that_asks_too_much(as_role, faulty):
    shown = text(as_role("nation", "").get(PAGE))
    item = next(attack for attack in BlockedRelease.objects.get().report["attacks"] if attack["found"])["name"]
    assert item.endswith(": rules")
    questionnaire = population.material().questionnaire
    assert questionnaire.question(item.removesuffix(": rules")).text.nb in shown
    assert "Her er det feil i programmet, ikke i planen." in shown


def test_page_says_it_in_nynorsk_too(as_role, careless):
    client = as_role("nation", "")
    client.cookies["language"] = "nn"
    assert "Gi gjennomføringa ein plan med færre tabellar." in text(client.get(PAGE))


def test_plan_that_nothing_protects_is_told_without_attacks(as_role, try_to_release, monkeypatch):
    def unsafe(*_arguments, **_named):
        raise NotProtected

    monkeypatch.setattr(freezing, "make", unsafe)
    try_to_release()
    shown = text(as_role("nation", "").get(PAGE))
    assert "Derfor ble ingenting prøvd med angrep." in shown
    assert "Gi gjennomføringen en plan med færre tabeller." in shown


def test_results_made_since_are_told_of_with_a_way_to_them(as_role, careless, monkeypatch, by, now):
    monkeypatch.undo()
    population.release(by, now)
    client = as_role("nation", "")
    assert "ingen angrep på dem fant noe" in text(client.get(PAGE))
    assert f'href="{PAGE}"' in client.get("/resultater/skjerming/").content.decode()


def test_where_nothing_was_stopped_the_page_says_so(as_role, offices):
    client = as_role("nation", "")
    assert "Ingen resultater er stoppet" in text(client.get(PAGE))
    assert {client.get(f"{PAGE}?ar={wanted}").status_code for wanted in ("2026", "x", "-1")} == {404}
    assert client.get("/resultater/skjerming/2026/stoppet.json").status_code == 404


def test_whole_report_is_sent_as_it_is_kept(as_role, careless):
    sent = as_role("nation", "").get("/resultater/skjerming/2026/stoppet.json")
    assert json.loads(sent.content) == BlockedRelease.objects.get().report
    assert sent["Content-Disposition"] == 'attachment; filename="stoppet-2026.json"'


@pytest.mark.parametrize("address", [PAGE, "/resultater/skjerming/2026/stoppet.json"])
@pytest.mark.parametrize(("role", "unit"), [("county", "46"), ("office", BIG)])
def test_what_was_stopped_is_for_the_directorate_only(as_role, careless, role, unit, address):
    assert as_role(role, unit).get(address).status_code == 404
