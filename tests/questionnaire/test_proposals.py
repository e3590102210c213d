"""One hands in a file, another publishes it."""

from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from tests.questionnaire.making import asked, version

from laerling.access.policy import whole
from laerling.audit.models import Event
from laerling.kernel.types import Actor
from laerling.questionnaire import actions, queries

pytestmark = pytest.mark.django_db

NATION, VESTLAND = whole("nation"), whole("county", "46", "Vestland")
KARI, OLA = (Actor.person(UUID(int=number)) for number in (1, 2))
FILE = version(1, asked("a"))
ONE = UUID(int=9)


@pytest.fixture
def do(now):
    """Do something with the proposal: do("publish", by=OLA)."""

    def act(what, *, by=KARI, scope=NATION, proposal_id=ONE, **more):
        name = "propose" if what == "propose" else f"{what}_proposal"
        return getattr(actions, name)(proposal_id=proposal_id, scope=scope, by=by, now=now, **more)

    return act


@pytest.fixture
def waiting(do):
    return do("propose", content=FILE)


def state():
    return queries.proposal(NATION, ONE).state


def test_second_person_publishes_what_the_first_handed_in(do, waiting):
    assert do("publish", by=OLA) == "small-1"
    assert do("publish", by=OLA) == "small-1"
    assert (state(), queries.file_of("small-1")) == ("published", FILE)
    whats = list(Event.objects.filter(about="questionnaire:small-1").values_list("what", flat=True))
    assert sorted(whats) == ["questionnaire.proposal.proposed", "questionnaire.version.published"]


def test_nobody_publishes_their_own(do, waiting):
    with pytest.raises(actions.NotYourOwnProposal):
        do("publish")
    assert state() == "waiting"


def test_handing_in_the_same_again_changes_nothing(do, waiting):
    assert do("propose", content=FILE) == ONE
    assert len(queries.proposals(NATION)) == 1


def test_one_waits_at_a_time(do, waiting):
    with pytest.raises(actions.AnotherProposalWaits):
        do("propose", proposal_id=uuid4(), content=FILE.replace("Hva med", "Hva med da"))


def test_what_is_taken_back_is_not_published_and_may_be_put_back(do, waiting):
    do("withdraw")
    do("withdraw")
    with pytest.raises(actions.ProposalNotWaiting):
        do("publish", by=OLA)
    do("restore")
    do("restore")
    assert state() == "waiting"
    do("publish", by=OLA)
    for what in ("withdraw", "restore"):
        with pytest.raises(actions.ProposalNotWaiting):
            do(what)


def test_two_can_not_wait_by_putting_one_back(do, waiting):
    do("withdraw")
    do("propose", proposal_id=uuid4(), content=FILE)
    with pytest.raises(actions.AnotherProposalWaits):
        do("restore")


def test_file_with_faults_is_not_stored(do):
    with pytest.raises(actions.FaultyQuestionnaire) as caught:
        do("propose", content=version(1, asked("a", scale="other"), survey="X"))
    assert len(caught.value.said) == 3
    assert queries.proposals(NATION) == ()


def test_it_is_checked_anew_when_it_is_published(do, now):
    actions.publish(FILE, by=KARI, now=now)
    second = version(2, asked("a", relation="same"))
    do("propose", content=second)
    actions.publish(second.replace('"small-2"', '"small-x"'), by=KARI, now=now)
    with pytest.raises(actions.FaultyQuestionnaire, match="small-x"):
        do("publish", by=OLA)


def test_code_that_is_taken_is_refused(do, by, now):
    actions.publish(FILE, by=by, now=now)
    with pytest.raises(actions.AlreadyPublished):
        do("propose", content=FILE)


@pytest.mark.parametrize("what", ["publish", "withdraw", "restore"])
def test_proposals_are_the_directorate_s_alone(what, do, waiting):
    with pytest.raises(actions.UnknownProposal):
        do(what, by=OLA, scope=VESTLAND)
    assert queries.proposal(VESTLAND, ONE) is None
    assert queries.proposals(VESTLAND) == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE questionnaire_questionnaireproposal SET content = content || ' '",
        "UPDATE questionnaire_questionnaireproposal SET published_at = now(), published_by = proposed_by",
        "DELETE FROM questionnaire_questionnaireproposal",
    ],
)
def test_the_database_itself_keeps_what_was_handed_in(statement, waiting):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
