"""Each autumn every unit confirms who still belongs; what nobody confirms ends (M13)."""

from datetime import date, datetime
from types import SimpleNamespace

import pytest

from laerling.access import actions, queries
from laerling.access.models import AccountLetter, Attestation, Grant
from laerling.access.rules import asking, giveable
from laerling.kernel import clock
from laerling.kernel.types import Actor

pytestmark = pytest.mark.django_db


def at(month, day, year=2026):
    return datetime(year, month, day, 12, tzinfo=clock.OSLO)


@pytest.fixture
def person(by, now):
    def make(name, *roles, kind="county", code="46", first=date(2025, 1, 1), gives=None):
        account = actions.create_account(email=f"{name}@eksempel.no", name=name, password="x" * 15, by=by, now=now)
        actions.grant(
            account=account,
            roles=roles,
            gives=gives,
            unit_kind=kind,
            unit_code=code,
            valid_from=first,
            why="x",
            by=by,
            now=now,
        )
        (scope,) = queries.scopes_of(account, on=max(first, date(2026, 8, 20)))
        return SimpleNamespace(account=account, scope=scope, by=Actor.person(account.pk))

    return make


def holds(person, on):
    return bool(queries.scopes_of(person.account, on=on))


def to_confirm(person, on):
    return [one.name for one in queries.to_confirm(queries.reader(person.scope, person.account, on=on))]


def letters(kind):
    return sorted(AccountLetter.objects.filter(kind=kind).values_list("account__name", "unit"))


def test_days_are_those_of_every_autumn():
    days = asking(2026)
    assert (days.asked_from, days.last_day, days.ends_on) == (date(2026, 8, 15), date(2026, 9, 15), date(2026, 9, 16))
    assert [days.is_open(date(2026, m, d)) for m, d in ((8, 14), (8, 15), (9, 15), (9, 16))] == [
        False,
        True,
        True,
        False,
    ]


def test_units_administrators_are_asked_once_reminded_once_and_the_rest_ends(person):
    leader, _old, _new = (
        person("leder", "user_administrator"),
        person("gammel", "orderer"),
        person("ny", "orderer", first=date(2026, 8, 1)),
    )
    person("direktør", "user_administrator", kind="nation", code="")
    for day in (at(8, 14), at(8, 15), at(8, 16)):
        actions.attest(now=day)
    assert letters("confirm_people") == [("direktør", "nation:"), ("leder", "county:46")]
    assert to_confirm(leader, date(2026, 8, 20)) == ["gammel"]
    for day in (at(9, 8), at(9, 9), at(9, 15)):
        actions.attest(now=day)
    assert letters("confirm_reminder") == letters("confirm_people")
    assert holds(_old, date(2026, 9, 15))
    for day in (at(9, 16), at(9, 17)):
        actions.attest(now=day)
    assert [holds(one, date(2026, 9, 16)) for one in (_old, _new)] == [False, True]
    assert Attestation.objects.get().ended_at == at(9, 16)


def test_confirmed_access_goes_on_and_next_year_is_asked_anew(person):
    leader, old = person("leder", "user_administrator"), person("gammel", "orderer")
    actions.attest(now=at(8, 20))
    given = {"account_ids": [old.account.pk], "scope": leader.scope, "by": leader.by}
    assert [actions.confirm(**given, now=at(8, 21)), actions.confirm(**given, now=at(8, 21))] == [1, 0]
    assert to_confirm(leader, date(2026, 8, 21)) == []
    actions.attest(now=at(9, 16))
    assert holds(old, date(2026, 10, 1))
    assert to_confirm(leader, date(2027, 8, 20)) == ["gammel"]


def test_own_access_is_confirmed_by_a_colleague_or_from_above(person):
    chief = person("direktør", "user_administrator", kind="nation", code="", gives=sorted(giveable("nation")))
    leader = person("leder", "user_administrator")
    on = date(2026, 8, 20)
    assert to_confirm(leader, on) == []
    assert to_confirm(chief, on) == ["leder"]
    second = person("nestleder", "user_administrator")
    assert [to_confirm(one, on) for one in (chief, leader, second)] == [[], ["nestleder"], ["leder"]]
    given = {"account_ids": [leader.account.pk], "scope": leader.scope, "by": leader.by, "now": at(8, 20)}
    with pytest.raises(actions.NoSuchGrant):
        actions.confirm(**given)


def test_the_countrys_only_administrator_does_not_end(person):
    chief, helper = (
        person("direktør", "user_administrator", kind="nation", code=""),
        person("hjelper", "support", kind="nation", code=""),
    )
    actions.attest(now=at(8, 20))
    actions.attest(now=at(9, 16))
    assert [holds(one, date(2026, 9, 16)) for one in (chief, helper)] == [True, False]


def test_nothing_ends_that_was_not_asked_about(person):
    person("leder", "user_administrator")
    old = person("gammel", "orderer")
    actions.attest(now=at(10, 20))
    assert holds(old, date(2026, 10, 20))
    assert not Attestation.objects.exists()


def test_stranger_confirms_nobody(person):
    old, stranger = person("gammel", "orderer"), person("fremmed", "user_administrator", code="03")
    with pytest.raises(actions.NoSuchGrant):
        actions.confirm(account_ids=[old.account.pk], scope=stranger.scope, by=stranger.by, now=at(8, 20))
    assert Grant.objects.get(account=old.account).confirmed_on is None


@pytest.mark.parametrize("n", [1, 15])
def test_whom_to_confirm_is_found_in_as_many_queries_however_many(person, n, django_assert_num_queries):
    leader = person("leder", "user_administrator")
    for one in range(n):
        person(f"k{one}", "orderer")
    by = queries.reader(leader.scope, leader.account, on=date(2026, 8, 20))
    with django_assert_num_queries(4):
        assert len(queries.to_confirm(by)) == n
