"""Offices' one-time sign-ins: the county's own offices, once, and that office only (M12)."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from tests.invitations.people import OFFICE, office

from laerling.access import actions, queries
from laerling.access.models import Account, AccountLetter, OfficeSignIn
from laerling.access.tokens import link_token
from laerling.access.types import Scope
from laerling.audit.models import Event
from laerling.organisations import queries as organisations

pytestmark = pytest.mark.django_db
VESTLAND = Scope("county", "county", "46", "Vestland fylkeskommune", "", None)
OSLO = Scope("county", "county", "03", "Oslo kommune", "", None)
BYGGOPP = Scope("office", "office", OFFICE, "Byggopp", "", None)
UNTIL = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _office(db):
    office()


@pytest.fixture
def secret(by, now):
    actions.issue(offices=[OFFICE], valid_to=UNTIL, scope=VESTLAND, by=by, now=now)
    (found,) = queries.office_letters(VESTLAND, on=now.date())
    return found


def use(secret, now, **other):
    given = {"user_name": secret.user_name, "password": secret.password} | other
    return actions.use(**given, now=now)


@pytest.mark.parametrize("scope", [OSLO, BYGGOPP])
def test_only_the_county_where_an_office_is_situated_issues(scope, by, now):
    with pytest.raises(actions.NotYourOffice):
        actions.issue(offices=[OFFICE], valid_to=UNTIL, scope=scope, by=by, now=now)


@pytest.mark.parametrize(("valid_to", "works"), [(0, False), (-1, False), (1, True), (366, True), (367, False)])
def test_last_day_lies_ahead_and_within_a_year(valid_to, works, by, now):
    valid_to = now.date() + timedelta(days=valid_to)
    if works:
        assert len(actions.issue(offices=[OFFICE], valid_to=valid_to, scope=VESTLAND, by=by, now=now).ids) == 1
    else:
        with pytest.raises(actions.NotAhead):
            actions.issue(offices=[OFFICE], valid_to=valid_to, scope=VESTLAND, by=by, now=now)


def test_password_works_once_for_that_office_only(secret, now):
    account = use(secret, now)

    assert [(scope.role, scope.key) for scope in queries.scopes_of(account, on=now.date())] == [
        ("office", f"office:{OFFICE}")
    ]
    assert (account.is_personal, account.has_usable_password(), account.valid_to) == (False, False, UNTIL)
    assert use(secret, now) is None


def test_password_is_taken_as_people_write_it(secret, now):
    written = secret.password.upper().replace("-", "  ")
    assert use(secret, now, user_name=f" {secret.user_name.upper()} ", password=written) is not None


@pytest.mark.parametrize("wrong", [{"password": "aaaa-bbbb-cccc"}, {"user_name": "k0000000"}, {"password": ""}])
def test_wrong_password_opens_nothing_and_spends_nothing(secret, now, wrong):
    assert use(secret, now, **wrong) is None
    assert use(secret, now) is not None


@pytest.mark.parametrize(("month", "day", "works"), [(11, 30, True), (12, 1, False)])
def test_password_works_to_its_last_day(secret, now, month, day, works):
    assert (use(secret, now.replace(month=month, day=day)) is not None) is works


def test_issuing_anew_ends_the_one_before(secret, by, now):
    actions.issue(offices=[OFFICE], valid_to=UNTIL, scope=VESTLAND, by=by, now=now + timedelta(minutes=1))
    assert use(secret, now) is None
    (new,) = queries.office_letters(VESTLAND, on=now.date())
    assert use(new, now) is not None


def test_revoked_password_and_its_sessions_end(secret, by, now):
    account = use(secret, now)
    before = account.get_session_auth_hash()
    sign_in = OfficeSignIn.objects.get()

    actions.revoke(sign_in_id=sign_in.id, scope=VESTLAND, by=by, now=now)
    actions.revoke(sign_in_id=sign_in.id, scope=VESTLAND, by=by, now=now)

    account.refresh_from_db()
    assert account.get_session_auth_hash() != before
    assert account.may_sign_in(now.date()) is False
    assert Event.objects.filter(what="access.office_sign_in.revoked").count() == 1


def test_another_county_revokes_nothing(secret, by, now):
    with pytest.raises(actions.NotYourOffice):
        actions.revoke(sign_in_id=OfficeSignIn.objects.get().id, scope=OSLO, by=by, now=now)


def test_another_county_reads_no_letters(secret, now):
    assert queries.office_letters(OSLO, on=now.date()) == ()
    assert queries.office_letters(BYGGOPP, on=now.date()) == ()
    assert queries.office_sign_ins(BYGGOPP, on=now.date()) == ()


def test_password_is_not_in_the_database(secret):
    row = OfficeSignIn.objects.values().get()
    assert secret.password not in str(row)
    assert secret.password.replace("-", "") not in str(row)


def become(account, email, now, by):
    actions.become_personal(account=account, email=email, name="Ola Nord", by=by, now=now)
    letter = AccountLetter.objects.get(kind="personal")
    return link_token(settings.LINKS_KEY, letter.id)


def test_one_time_sign_in_becomes_somebodys_own_account(secret, by, now):
    temporary = use(secret, now)
    link = become(temporary, "ola@eksempel.no", now, by)
    assert queries.scopes_of(Account.objects.get(email="ola@eksempel.no"), on=now.date()) == ()

    own = actions.set_password_by_link(token=link, password="et langt nok passord", name="Ola Nord", now=now)

    (scope,) = queries.scopes_of(own, on=now.date())
    assert (scope.role, scope.key, scope.until) == ("office", f"office:{OFFICE}", now.date() + timedelta(days=365))
    assert scope.why == "engangspålogging gitt av Vestland fylkeskommune"
    temporary.refresh_from_db()
    assert temporary.may_sign_in(now.date()) is False
    (line,) = queries.office_sign_ins(VESTLAND, on=now.date())
    assert (line.state, line.has_account) == ("personal", True)


def test_person_with_an_account_says_yes_and_keeps_the_password(secret, by, now):
    own = actions.create_account(email="ola@eksempel.no", name="Ola", password="det gamle passordet", by=by, now=now)
    link = become(use(secret, now), own.email, now, by)
    assert queries.scopes_of(own, on=now.date()) == ()

    actions.accept_by_link(token=link, now=now)

    own.refresh_from_db()
    assert own.check_password("det gamle passordet")
    assert [scope.key for scope in queries.scopes_of(own, on=now.date())] == [f"office:{OFFICE}"]


def test_revoked_sign_in_becomes_nobodys_account(secret, by, now):
    link = become(use(secret, now), "ola@eksempel.no", now, by)
    actions.revoke(sign_in_id=OfficeSignIn.objects.get().id, scope=VESTLAND, by=by, now=now)
    with pytest.raises(actions.LinkSpent):
        actions.set_password_by_link(token=link, password="et langt nok passord", now=now)
    assert queries.scopes_of(Account.objects.get(email="ola@eksempel.no"), on=now.date()) == ()


def test_own_account_cannot_become_personal(by, now):
    own = actions.create_account(email="ola@eksempel.no", name="Ola", password="x" * 20, by=by, now=now)
    with pytest.raises(actions.NotOneTime):
        actions.become_personal(account=own, email="kari@eksempel.no", name="Kari", by=by, now=now)


def test_list_of_offices_asks_no_more_for_many(by, now, django_assert_num_queries):
    for number in range(30):
        office(orgnr=f"3{number:08d}", name=f"Kontor {number}")
    actions.issue(offices=organisations.offices_situated_in("46"), valid_to=UNTIL, scope=VESTLAND, by=by, now=now)
    with django_assert_num_queries(3):
        assert len(queries.office_sign_ins(VESTLAND, on=now.date())) == 31
