from datetime import date

import pytest
from django.contrib.auth import authenticate

from laerling.access import actions, queries
from laerling.access.policy import ALL_TASKS, POLICY, may

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(by, now):
    return actions.create_account(
        email="Kari@Eksempel.no", name="Kari Vik", password="et langt passord", by=by, now=now
    )


def test_account_signs_in_whatever_the_capitals(account):
    assert authenticate(username="kari@EKSEMPEL.no", password="et langt passord") == account


def test_grant_holds_from_its_first_day_to_the_day_before_its_end(account, by, now):
    actions.grant(
        account=account,
        roles=ALL_TASKS["county"],
        unit_kind="county",
        unit_code="30",
        valid_from=date(2020, 1, 1),
        valid_to=date(2024, 1, 1),
        why="saksbehandler",
        by=by,
        now=now,
    )
    assert [scope.unit_name for scope in queries.scopes_of(account, on=date(2023, 12, 31))] == ["Viken fylkeskommune"]
    assert queries.scopes_of(account, on=date(2024, 1, 1)) == ()
    assert queries.scopes_of(account, on=date(2019, 12, 31)) == ()


def test_grant_for_an_unknown_unit_is_refused(account, by, now):
    with pytest.raises(actions.UnknownUnit):
        actions.grant(
            account=account,
            roles=ALL_TASKS["county"],
            unit_kind="county",
            unit_code="99",
            valid_from=date(2026, 1, 1),
            why="",
            by=by,
            now=now,
        )


def test_only_the_directorate_steers_the_round():
    assert {role for role in POLICY if may(role, "round.steer")} == {"directorate"}
