from datetime import timedelta

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from laerling.invitations.models import Invitation
from laerling.invitations.tokens import link_hash
from laerling.kernel.types import SYSTEM
from laerling.responses import actions, answering
from laerling.responses.models import Draft, Intake, RoundKey
from laerling.rounds import queries as rounds
from tests.invitations.people import OFFICE, office
from tests.responses.round import PROFILE, YEAR, after_close, answer, n_answered, people, set_clock

pytestmark = pytest.mark.usefixtures("holders")


@pytest.fixture
def token(holders):
    return people(1)[0]


def _states(token):
    return answering.look_up(token).state, answer(token).state if answering.look_up(token).may_answer else None


def test_link_opens_what_sealing_needs_and_nothing_about_the_person(token):
    found = answering.look_up(token)
    assert (found.state, found.round, found.questionnaire) == ("open", YEAR, "apprentice-2026")
    assert (found.written_form, found.county_code, found.office_name) == ("nb", "46", "")
    assert found.profile == PROFILE
    assert found.public_key.startswith("age1")
    assert len(found.questionnaire_sha256) == 64
    assert found.draft is None


def test_office_is_told_by_name():
    office()
    token = people(1, office_orgnr=OFFICE, form="nn")[0]
    found = answering.look_up(token)
    assert (found.office_name, found.written_form) == ("Byggopp", "nn")


def test_capitals_and_spaces_do_not_matter(token):
    assert answering.look_up(f" {token.upper()} ").state == "open"


@pytest.mark.parametrize("written", ["", "a" * 26, "øæå", "' OR 1=1 --"])
def test_unknown_link_opens_nothing(token, written):
    unknown = answering.Found("unknown")
    assert answering.look_up(written) == unknown
    assert answering.decline(written) == unknown
    # As if somebody had kept an earlier look-up and changed the link.
    found = answering.look_up(token)
    assert answering.submit(written, found, {}).state == "unknown"
    assert not answering.save_draft(written, found, {})
    assert (Intake.objects.count(), Draft.objects.count()) == (0, 0)


def test_draft_comes_back_with_the_same_link_only(token):
    found = answering.look_up(token)
    assert answering.read_draft(token, found) is None
    assert answering.save_draft(token, found, {"motivation": 4})
    found = answering.look_up(token)
    assert answering.save_draft(token, found, {"motivation": 4, "interest": 2})
    found = answering.look_up(token)
    assert answering.read_draft(token, found) == {"motivation": 4, "interest": 2}
    assert answering.read_draft("b" * 26, found) is None
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("has_begun", [False, True])
def test_draft_is_never_written_over_unseen(token, has_begun):
    if has_begun:
        answering.save_draft(token, answering.look_up(token), {"motivation": 1})
    one_window, another = answering.look_up(token), answering.look_up(token)

    answering.save_draft(token, one_window, {"motivation": 4})
    with pytest.raises(answering.DraftMoved):
        answering.save_draft(token, another, {"interest": 2})

    assert answering.read_draft(token, answering.look_up(token)) == {"motivation": 4}


def test_draft_says_nothing_to_the_database(token):
    answering.save_draft(token, answering.look_up(token), {"motivation": 4})
    sealed = bytes(Draft.objects.get().sealed)
    assert b"motivation" not in sealed
    assert token.encode() not in sealed


def test_answer_is_received_once(token):
    found = answering.look_up(token)
    answering.save_draft(token, found, {"motivation": 4})
    assert answering.submit(token, found, {"motivation": 4}).state == "answered"
    assert answering.submit(token, found, {"motivation": 1}).state == "answered"
    assert (Intake.objects.count(), n_answered(), Draft.objects.count()) == (1, 1, 0)


def test_after_answering_the_link_tells_nothing_but_that(token):
    answer(token)
    found = answering.look_up(token)
    assert (found.state, found.profile, found.public_key, found.draft) == ("answered", {}, "", None)
    assert not answering.save_draft(token, found_open(token), {"motivation": 1})


def found_open(token):
    """A look-up from before the answer, as another tab has it."""
    return answering.Found("open", YEAR, "apprentice-2026", "0" * 64, public_key=RoundKey.objects.get().public_key)


def test_declining_ends_the_draft_and_can_be_taken_back(token):
    answering.save_draft(token, answering.look_up(token), {"motivation": 4})
    assert answering.decline(token).state == "declined"
    assert answering.decline(token).state == "declined"
    found = answering.look_up(token)
    assert (found.state, found.may_answer, found.draft) == ("declined", True, None)
    assert Invitation.objects.get().declined
    assert answer(token).state == "answered"
    assert answering.decline(token).state == "answered"


def test_before_the_opening_nothing_is_taken(token):
    found = answering.look_up(token)
    set_clock(rounds.get(YEAR).opens_at - timedelta(hours=1))
    assert answering.look_up(token).state == "not_open"
    assert answering.submit(token, found, {}).state == "not_open"
    assert not answering.save_draft(token, found, {})
    assert answering.decline(token).state == "not_open"


def test_round_opens_and_closes_at_midnight_in_oslo(token):
    this_round = rounds.get(YEAR)
    states = []
    for moment in (this_round.opens_at, this_round.closes_at):
        for seconds in (-30, 30):
            set_clock(moment)
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE kernel_clock SET clock_offset = clock_offset + make_interval(secs => %s)", [seconds]
                )
            states.append(answering.look_up(token).state)
    assert states == ["not_open", "open", "open", "closed"]


def test_after_the_last_day_nothing_is_taken(token):
    found = answering.look_up(token)
    set_clock(after_close())
    assert answering.look_up(token).state == "closed"
    assert answering.submit(token, found, {}).state == "closed"
    assert not answering.save_draft(token, found, {})
    assert (Intake.objects.count(), n_answered()) == (0, 0)


def test_swapped_key_stops_the_site(token):
    found = answering.look_up(token)
    RoundKey.objects.update(public_key=_another_key())
    with pytest.raises(answering.KeyMismatch):
        answering.look_up(token)
    swapped = answering.Found("open", YEAR, "apprentice-2026", "0" * 64, public_key=_another_key())
    for step in (answering.submit, answering.save_draft):
        with pytest.raises(answering.KeyMismatch):
            step(token, swapped, {})
    assert (Intake.objects.count(), n_answered(), found.state) == (0, 0, "open")


def _another_key():
    from laerling.responses.sealing import new_round_key

    return new_round_key()[0]


def test_missing_pin_stops_the_site(token, home):
    (home / "keys" / str(YEAR) / "fingerprint").unlink()
    with pytest.raises(answering.KeyMismatch) as refused:
        answering.look_up(token)
    assert refused.value.status == 503
    assert (
        str(refused.value)
        == "Vi kan ikke ta imot svar på en trygg måte akkurat nå. Ingenting er tapt. Prøv igjen senere."
    )


def test_round_without_a_key_takes_nothing(token):
    RoundKey.objects.all().delete()
    with pytest.raises(answering.KeyMismatch):
        answering.look_up(token)


def test_each_step_is_one_call_of_the_database(token, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = answering.look_up(token)
    with django_assert_num_queries(1):
        answering.save_draft(token, found, {})
    with django_assert_num_queries(0):
        answering.read_draft(token, found)
    with django_assert_num_queries(1):
        answering.submit(token, found, {})
    with django_assert_num_queries(1):
        answering.decline(token)


@pytest.fixture
def as_answering_site(token):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE laerling_answering")
    yield token
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def test_answering_role_can_do_all_of_it(as_answering_site):
    found = answering.look_up(as_answering_site)
    assert answering.save_draft(as_answering_site, found, {"motivation": 2})
    assert answering.read_draft(as_answering_site, answering.look_up(as_answering_site)) == {"motivation": 2}
    assert answering.decline(as_answering_site).state == "declined"
    assert answer(as_answering_site).state == "answered"


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT sealed FROM responses_intake",
        "SELECT sealed FROM responses_draft",
        "SELECT answered FROM invitations_invitation",
        "SELECT name FROM register_contract",
        "SELECT responses_mix(2026)",
        "SELECT responses_phase(2026)",
        "SELECT invitations_mark_answered('\\x00')",
        "DELETE FROM responses_intake",
    ],
)
@pytest.mark.usefixtures("as_answering_site")
def test_answering_role_can_do_nothing_else(statement):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("n_bytes", [0, 2048, 4097])
def test_letter_of_another_size_is_no_ballot(token, n_bytes):
    statement = "SELECT responses_submit(%s, %s)"
    with pytest.raises((IntegrityError, DataError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [link_hash(token), b"x" * n_bytes])
    assert (Intake.objects.count(), n_answered()) == (0, 0)


def test_ballots_lie_in_their_rows_and_never_beside():
    for token in people(20):
        answering.save_draft(token, answering.look_up(token), {"motivation": 1})
        answer(token)
    actions.mix(round_year=YEAR, by=SYSTEM, now=rounds.get(YEAR).opens_at)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, pg_relation_size(reltoastrelid) FROM pg_class"
            " WHERE relname IN ('responses_intake', 'responses_urn', 'responses_draft')"
        )
        assert {size for _table, size in cursor.fetchall()} == {0}
