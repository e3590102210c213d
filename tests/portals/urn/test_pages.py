"""The urn's pages from the first rehearsal to the last key destroyed: what each shows, and to whom."""

import re

import pytest
from tests.invitations.people import OFFICE, office
from tests.portals.ordering.pages import n_queries, text
from tests.responses.round import YEAR, answer, people

from laerling.audit.models import Event
from laerling.responses import queries
from laerling.responses.keys import spoken
from laerling.responses.models import HolderKey, KeyProof

PAGES = ("/urne/", "/urne/protokoll/", "/urne/kunngjort/")
STEPS = ("rehearsal", "holders", "key", "proof", "opens", "closed", "destroyed", "opened", "after")

# What is done on the way, and how the steps stand afterwards: done, next, later, wrong; the sentence everybody may read;
# whether there is a report to fetch. A challenge is there from when it is made until it is answered.
STATES = (
    ("", "n--------", "Nøkkelen er ikke laget ennå", 404),
    ("rehearsed", "dn-------", "Nøkkelen er ikke laget ennå", 404),
    ("handed_in", "ddn------", "Nøkkelen er ikke laget ennå", 404),
    ("key_made", "dddn-----", "Ved lukkingen vises tallet på besvarelser", 404),
    ("proven", "ddddn----", "Ved lukkingen vises tallet på besvarelser", 404),
    ("open", "dddddn---", "Ved lukkingen vises tallet på besvarelser", 404),
    ("closed", "ddddddn--", "Kontrollsummen hører til akkurat disse besvarelsene", 404),
    ("exported", "dddddddn-", "Kontrollsummen hører til akkurat disse besvarelsene", 404),
    ("opened", "ddddddddn", "Besvarelser som kom ut 6", 200),
    ("destroyed", "ddddddddd", "Besvarelser som kom ut 6", 200),
)
SIGNS = {"done": "d", "next": "n", "later": "-", "wrong": "!"}


def _stand(response):
    found = dict(re.findall(r'class="step" id="(\w+)" data-state="(\w+)"', response.content.decode()))
    return "".join(SIGNS[found[step]] for step in STEPS)


def test_every_page_in_every_state_before_the_directorate(walk, client_of):
    client = client_of("nation")
    for step, stand, sentence, report in STATES:
        if step:
            getattr(walk, step)()
        _again(client)
        ceremony, protocol, published = (client.get(path) for path in PAGES)

        assert [page.status_code for page in (ceremony, protocol, published)] == [200, 200, 200], step
        assert _stand(ceremony) == stand, step
        assert sentence in text(published), step
        assert client.get("/urne/utfordring/fil/").status_code == 404, step
        assert client.get("/urne/rapport/").status_code == report, step
        urn = queries.status(YEAR)
        for page in (ceremony, protocol, published):
            assert spoken(urn.fingerprint) in text(page), step
            assert spoken(urn.root_hash) in text(page), step


def _again(client):
    """Sign the same person in on the new day: a session does not last that long."""
    from laerling.access.models import Account

    client.force_login(Account.objects.get(email="nation@eksempel.no"))


def test_holder_hands_in_a_public_half_and_never_the_secret_one(walk, client_of):
    client = client_of("nation")
    walk.handed_in()
    public = walk.public["a"]
    HolderKey.objects.filter(holder="a").delete()
    secret = client.post("/urne/nokkelhaver/", {"holder": "a", "public_key": "AGE-SECRET-KEY-1" + "Q" * 58})
    assert secret.status_code == 422
    assert HolderKey.objects.count() == 2

    done = client.post("/urne/nokkelhaver/", {"holder": "a", "public_key": public}, follow=True)
    assert HolderKey.objects.count() == 3
    assert _stand(done) == "nd-------"


def test_wrong_answer_to_a_challenge_is_told_at_the_field(walk, client_of):
    walk.handed_in()
    walk.key_made()
    client = client_of("nation")
    client.post("/urne/utfordring/")
    assert client.get("/urne/utfordring/fil/")["Content-Disposition"] == 'attachment; filename="challenge-2026.age"'

    refused = client.post("/urne/bevis/", {"answer": "AB-K7QD-2MXW-9RTC-HV4P"})

    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.content.decode()
    assert not KeyProof.objects.exists()


def test_rehearsal_asked_for_twice_is_held_once(walk, client_of):
    client = client_of("nation")
    for _press in "ab":
        page = client.post("/urne/oving/", follow=True)
    assert "Siden oppdaterer seg selv" in text(page)
    assert 'hx-trigger="every 3s"' in page.content.decode()


def test_what_was_destroyed_by_hand_is_written_down_with_who_saw_it(walk, client_of):
    for step in ("handed_in", "key_made", "proven", "open", "closed"):
        getattr(walk, step)()
    client = client_of("nation")
    told = {"what": "backup_key", "at": "2026-12-21T10:00", "how": "Skåret i biter.", "witness": "Driftssjefen"}
    too_early = client.post("/urne/odelagt/", told | {"at": "2026-12-01T10:00"})
    assert too_early.status_code == 422

    page = client.post("/urne/odelagt/", told, follow=True)

    assert "Driftssjefen" in text(page)
    assert "Driftssjefen" in text(client.get("/urne/protokoll/"))
    assert "Driftssjefen" not in str(list(Event.objects.values_list("details", flat=True)))


def test_counties_and_offices_see_what_is_published_and_nothing_else(walk, client_of):
    office()
    for step in ("handed_in", "key_made", "proven", "open", "closed", "exported", "opened"):
        getattr(walk, step)()
    for client in (client_of("county", "46"), client_of("office", OFFICE)):
        assert "Besvarelser som kom ut 6" in text(client.get("/urne/kunngjort/"))
        for path in ("", "protokoll/", "rapport/", "utfordring/fil/"):
            assert client.get(f"/urne/{path}").status_code == 404, path
        for path in ("oving/", "nokkelhaver/", "utfordring/", "bevis/", "odelagt/"):
            assert client.post(f"/urne/{path}").status_code == 404, path


@pytest.mark.parametrize("path", PAGES)
def test_pages_ask_the_same_number_of_queries_however_many_have_answered(walk, client_of, path):
    for step in ("handed_in", "key_made", "proven", "open"):
        getattr(walk, step)()
    client = client_of("nation")
    few = n_queries(client, path)
    for token in people(30):
        answer(token)

    assert n_queries(client, path) == few
    assert few <= 20
