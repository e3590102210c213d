"""Links from letters: once, for a time, and telling nobody who exists."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from laerling.access import actions, queries
from laerling.access.models import Account, AccountLetter, ResetRequest
from laerling.access.tokens import link_token
from laerling.audit.models import Event

pytestmark = pytest.mark.django_db
OLD, NEW = "det gamle passordet", "et helt nytt passord"


@pytest.fixture
def account(by, now):
    return actions.create_account(email="kari@eksempel.no", name="Kari", password=OLD, by=by, now=now)


def token(letter=None):
    letter = letter or AccountLetter.objects.filter(token_hash__isnull=False).latest("made_at")
    return link_token(settings.LINKS_KEY, letter.id)


def asked(email, now):
    actions.ask_for_reset(email=email, now=now)
    request = ResetRequest.objects.get()
    actions.answer_reset_request(request_id=request.id, now=now)


def test_invited_person_chooses_name_and_password_within_seven_days(by, now):
    actions.invite(email="Ny@Eksempel.no", name="?", by=by, now=now)
    facts = queries.link(token(), now=now + timedelta(days=6, hours=23))
    assert (facts.kind, facts.email, facts.has_password) == ("invitation", "ny@eksempel.no", False)

    actions.set_password_by_link(token=token(), password=NEW, name=" Nina Ny ", now=now + timedelta(days=6))

    found = authenticate(None, email="ny@eksempel.no", password=NEW)
    assert found.name == "Nina Ny"


def test_invited_person_cannot_sign_in_before(by, now):
    account = actions.invite(email="ny@eksempel.no", name="?", by=by, now=now)
    assert not account.has_usable_password()
    assert authenticate(None, email="ny@eksempel.no", password="") is None


def test_invitation_runs_out_after_seven_days(by, now):
    actions.invite(email="ny@eksempel.no", name="?", by=by, now=now)
    late = now + timedelta(days=7)
    assert queries.link(token(), now=late) is None
    with pytest.raises(actions.LinkSpent):
        actions.set_password_by_link(token=token(), password=NEW, now=late)


def test_second_invitation_ends_the_first(by, now):
    actions.invite(email="ny@eksempel.no", name="?", by=by, now=now)
    first = token()
    actions.invite(email="ny@eksempel.no", name="?", by=by, now=now + timedelta(minutes=5))
    assert queries.link(first, now=now) is None
    assert queries.link(token(), now=now) is not None


def test_who_has_a_password_gets_no_invitation(account, by, now):
    actions.invite(email=account.email, name="Kari", by=by, now=now)
    assert not AccountLetter.objects.exists()


def test_reset_link_works_once_and_ends_every_session(account, now):
    asked("KARI@eksempel.no ", now)
    before = account.get_session_auth_hash()

    actions.set_password_by_link(token=token(), password=NEW, now=now)

    account.refresh_from_db()
    assert account.check_password(NEW)
    assert account.get_session_auth_hash() != before
    with pytest.raises(actions.LinkSpent):
        actions.set_password_by_link(token=token(), password="en gang til med feil", now=now)
    account.refresh_from_db()
    assert account.check_password(NEW)


@pytest.mark.parametrize(("minutes", "works"), [(59, True), (60, False)])
def test_reset_link_holds_for_an_hour(account, now, minutes, works):
    asked(account.email, now)
    assert (queries.link(token(), now=now + timedelta(minutes=minutes)) is not None) is works


def test_changing_the_password_ends_links_that_were_sent(account, by, now):
    asked(account.email, now)
    actions.change_password(account=account, password=NEW, by=by, now=now)
    with pytest.raises(actions.LinkSpent):
        actions.set_password_by_link(token=token(), password="noe helt annet her", now=now)


def test_asking_does_the_same_for_known_and_unknown(account, now, django_assert_num_queries):
    with django_assert_num_queries(4):
        actions.ask_for_reset(email=account.email, now=now)
    with django_assert_num_queries(4):
        actions.ask_for_reset(email="ingen@eksempel.no", now=now)
    assert ProcrastinateJob.objects.filter(task_name="access.answer_reset_request").count() == 2


def test_address_is_forgotten_once_it_is_looked_up(account, now):
    asked("ingen@eksempel.no", now)
    assert not ResetRequest.objects.exists()
    assert not AccountLetter.objects.exists()


def test_jobs_and_audit_hold_no_address(account, now):
    asked(account.email, now)
    told = str(list(ProcrastinateJob.objects.values_list("args", "lock"))) + str(list(Event.objects.values()))
    assert "kari" not in told.lower()
    assert token() not in told


def test_mailbox_is_not_flooded(account, now):
    for minute in range(30):
        asked(account.email, now + timedelta(minutes=minute))
    assert AccountLetter.objects.filter(kind="reset").count() == 5


def test_closed_and_expired_accounts_get_no_link(account, by, now):
    actions.limit_account(account=account, valid_to=now.date(), by=by, now=now)
    asked(account.email, now)
    assert not AccountLetter.objects.exists()


def test_link_of_an_account_that_has_been_closed_does_nothing(account, now):
    asked(account.email, now)
    Account.objects.update(is_active=False)
    assert queries.link(token(), now=now) is None
    with pytest.raises(actions.LinkSpent):
        actions.set_password_by_link(token=token(), password=NEW, now=now)


def test_token_is_not_in_the_database(account, now):
    asked(account.email, now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_accountletter::text FROM access_accountletter")
        assert all(token() not in row for (row,) in cursor.fetchall())


def test_new_address_counts_when_its_link_is_followed_and_the_old_is_told(account, by, now):
    actions.ask_for_new_email(account=account, email="Kari@Ny.Eksempel.no", by=by, now=now)
    account.refresh_from_db()
    assert account.email == "kari@eksempel.no"

    actions.confirm_new_email(token=token(), now=now)

    account.refresh_from_db()
    assert account.email == "kari@ny.eksempel.no"
    assert AccountLetter.objects.get(kind="email_changed").address == "kari@eksempel.no"
    with pytest.raises(actions.LinkSpent):
        actions.confirm_new_email(token=token(AccountLetter.objects.get(kind="new_email")), now=now)


def test_anothers_address_gets_no_letter_and_nobody_is_told(account, by, now):
    actions.create_account(email="ola@eksempel.no", name="Ola", password=OLD, by=by, now=now)
    actions.ask_for_new_email(account=account, email="ola@eksempel.no", by=by, now=now)
    assert not AccountLetter.objects.exists()


def test_address_that_was_taken_meanwhile_is_refused_and_the_link_stays(account, by, now):
    actions.ask_for_new_email(account=account, email="ny@eksempel.no", by=by, now=now)
    actions.create_account(email="ny@eksempel.no", name="Ola", password=OLD, by=by, now=now)
    with pytest.raises(actions.AddressTaken):
        actions.confirm_new_email(token=token(), now=now)
    account.refresh_from_db()
    assert account.email == "kari@eksempel.no"


def test_link_for_one_thing_does_not_do_another(account, by, now):
    actions.ask_for_new_email(account=account, email="ny@eksempel.no", by=by, now=now)
    with pytest.raises(actions.LinkSpent):
        actions.set_password_by_link(token=token(), password=NEW, now=now)
    with pytest.raises(actions.LinkSpent):
        actions.accept_by_link(token=token(), now=now)


@pytest.mark.parametrize("written", ["", "a", "../..", "r3l76kxtksnvbjaq2u4hpm6tom", "æøå" * 50])
def test_invented_token_opens_nothing(account, now, written):
    asked(account.email, now)
    assert queries.link(written, now=now) is None


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_use_a_link_once(by, now):
    account = actions.create_account(email="kari@eksempel.no", name="Kari", password=OLD, by=by, now=now)
    asked(account.email, now)
    link = token()

    def use(number):
        try:
            actions.set_password_by_link(token=link, password=f"{NEW} {number}", now=now)
        except actions.LinkSpent:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(20))) == 1
