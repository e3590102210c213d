from datetime import date

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from laerling.access import actions, queries
from laerling.access.models import Grant
from laerling.access.policy import ALL_TASKS, POLICY, may, whole
from laerling.access.rules import giveable

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(by, now):
    return actions.create_account(
        email="Kari@Eksempel.no", name="Kari Vik", password="et langt passord", by=by, now=now
    )


@pytest.fixture
def give(account, by, now):
    def give(*roles, kind="county", code="46", first=date(2026, 1, 1), to=None, why="saksbehandler"):
        return actions.grant(
            account=account,
            roles=roles or ALL_TASKS[kind],
            unit_kind=kind,
            unit_code=code,
            valid_from=first,
            valid_to=to,
            why=why,
            by=by,
            now=now,
        )

    return give


def test_account_signs_in_whatever_the_capitals(account):
    assert authenticate(username="kari@EKSEMPEL.no", password="et langt passord") == account


def test_grant_holds_from_its_first_day_to_the_day_before_its_end(account, give):
    give(code="30", first=date(2020, 1, 1), to=date(2024, 1, 1))
    assert [scope.unit_name for scope in queries.scopes_of(account, on=date(2023, 12, 31))] == ["Viken fylkeskommune"]
    assert queries.scopes_of(account, on=date(2024, 1, 1)) == ()
    assert queries.scopes_of(account, on=date(2019, 12, 31)) == ()


@pytest.mark.parametrize(
    ("kind", "code"), [("county", "99"), ("governor", "mars"), ("office", "399999999"), ("nation", "46")]
)
def test_grant_for_an_unknown_unit_is_refused(give, kind, code):
    with pytest.raises(actions.UnknownUnit):
        give("support", kind=kind, code=code)


@pytest.mark.parametrize(
    ("kind", "code", "roles"),
    [("county", "46", ["steering"]), ("nation", "", ["orderer"]), ("governor", "vestland", ["result_reader"])],
)
def test_task_that_no_such_unit_has_is_refused(give, kind, code, roles):
    with pytest.raises(actions.NotATask):
        give(*roles, kind=kind, code=code)


def test_giving_the_same_again_changes_nothing(give):
    assert len(give("orderer", "support")) == 2
    assert give("orderer", "support") == ()
    assert [one.role for one in give("orderer", "follow_up")] == ["follow_up"]
    assert Grant.objects.count() == 3


def test_whole_units_administrator_may_give_on_all_that_such_units_have(give):
    give()
    assert set(Grant.objects.get(role="user_administrator").gives) == giveable("county")
    assert all(one.gives == [] for one in Grant.objects.exclude(role="user_administrator"))


def test_all_tasks_of_a_unit_are_one_scope_with_every_reason_and_the_last_end(account, give):
    give("orderer", to=date(2027, 1, 1), why="bestiller")
    give("support", to=date(2028, 1, 1), why="hjelper kolleger")
    (scope,) = queries.scopes_of(account, on=date(2026, 9, 1))
    assert (scope.roles, scope.key, scope.until) == ({"orderer", "support"}, "county:46", date(2028, 1, 1))
    assert scope.why == "bestiller; hjelper kolleger"
    give("follow_up", why="leder")
    assert queries.scopes_of(account, on=date(2026, 9, 1))[0].until is None


@pytest.mark.parametrize("n", [1, 12])
def test_ones_units_are_found_in_as_many_queries_however_many(account, give, n, django_assert_num_queries):
    give(kind="nation", code="")
    give(kind="governor", code="vestland")
    for county in ("01", "02", "04", "05", "06", "07", "08", "11", "46", "15", "18", "30")[:n]:
        give("support", code=county)
    with django_assert_num_queries(3):
        scopes = queries.scopes_of(account, on=date(2026, 9, 1))
    assert [scope.unit_kind for scope in scopes] == ["nation", "governor", *["county"] * n]


@pytest.mark.parametrize("wrong", [{"gives": ["orderer"]}, {"unit_kind": "kingdom"}, {"unit_code": ""}])
def test_the_table_itself_refuses_what_is_no_grant(account, wrong):
    row = {"role": "orderer", "unit_kind": "county", "unit_code": "46", "valid_from": date(2026, 1, 1), "why": "x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(account=account, given_by="x", **(row | wrong))


def test_only_the_directorate_steers_the_round():
    assert {(role, kind) for role, kinds in POLICY.items() for kind in kinds if "round.steer" in kinds[kind]} == {
        ("steering", "nation")
    }
    assert may(whole("nation"), "round.steer")
    assert not may(whole("county", "46"), "round.steer")
