"""Giving, ending and changing on behalf of a unit, in the database."""

from datetime import date, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from tests.invitations.people import OFFICE, office

from laerling.access import actions, queries
from laerling.access.models import Account, AccountLetter, Grant
from laerling.access.policy import ALL_TASKS
from laerling.access.types import NATION, Role, Unit
from laerling.audit.models import Event
from laerling.kernel.types import Actor

pytestmark = pytest.mark.django_db

VESTLAND, OSLO, HORDALAND = (Unit("county", code) for code in ("46", "03", "12"))
GOVERNOR, OURS = Unit("governor", "vestland"), Unit("office", OFFICE)


@pytest.fixture
def administrator(by, now):
    """Make somebody who administers users for a unit, and what they do it with."""

    def make(unit, *, to=None, gives=None):
        account = actions.create_account(
            email=f"{unit.key.replace(':', '-')}@eksempel.no", name="Ad Ministrator", password="x" * 15, by=by, now=now
        )
        actions.grant(
            account=account,
            roles={"user_administrator"},
            gives=gives,
            unit_kind=unit.kind,
            unit_code=unit.code,
            valid_from=date(2026, 1, 1),
            valid_to=to,
            why="leder",
            by=by,
            now=now,
        )
        (scope,) = [one for one in queries.scopes_of(account, on=now.date()) if one.unit == unit]
        return SimpleNamespace(account=account, scope=scope, by=Actor.person(account.pk), now=now)

    office()
    return make


def give(giver, unit, *roles: Role, email="ny@eksempel.no", gives=(), to=None, first=None, why="ny kollega"):
    return actions.give(
        email=email,
        name="Ny Kollega",
        roles=roles,
        unit=unit,
        gives=gives,
        valid_from=first or giver.now.date(),
        valid_to=to,
        why=why,
        scope=giver.scope,
        by=giver.by,
        now=giver.now,
    )


def change(giver):
    return {"scope": giver.scope, "by": giver.by, "now": giver.now}


def kinds_to(account):
    return list(
        AccountLetter.objects.filter(account=account).order_by("made_at", "kind").values_list("kind", flat=True)
    )


@pytest.mark.parametrize(
    ("at", "unit"),
    [
        (NATION, GOVERNOR),
        (NATION, VESTLAND),
        (NATION, OURS),
        (GOVERNOR, VESTLAND),
        (GOVERNOR, OURS),
        (VESTLAND, VESTLAND),
        (VESTLAND, OURS),
        (VESTLAND, HORDALAND),
        (OURS, OURS),
    ],
)
def test_access_is_given_in_the_unit_and_below(administrator, at, unit):
    account = give(administrator(at), unit, "support")
    assert [grant.unit for grant in Grant.objects.filter(account=account)] == [unit]


@pytest.mark.parametrize(
    ("at", "unit"),
    [(VESTLAND, OSLO), (VESTLAND, GOVERNOR), (VESTLAND, NATION), (OURS, VESTLAND), (GOVERNOR, OSLO), (OSLO, HORDALAND)],
)
def test_access_is_given_nowhere_else(administrator, at, unit):
    with pytest.raises(actions.MayNotGive):
        give(administrator(at), unit, "support")
    assert not Account.objects.filter(email="ny@eksempel.no").exists()


def test_nobody_gives_to_themselves(administrator):
    giver = administrator(VESTLAND)
    with pytest.raises(actions.MayNotGive):
        give(giver, VESTLAND, "orderer", email=giver.account.email)


def test_nobody_gives_what_they_may_not_give_on_or_longer_than_they_hold(administrator, now):
    giver = administrator(VESTLAND, to=date(2026, 12, 1), gives=["support"])
    for roles, to in ((["orderer"], date(2026, 11, 1)), (["support"], None), (["support"], date(2026, 12, 2))):
        with pytest.raises(actions.MayNotGive):
            give(giver, VESTLAND, *roles, to=to)
    give(giver, VESTLAND, "support", to=date(2026, 12, 1))


def test_right_to_give_ends_with_the_grant_that_gave_it(administrator, by, now):
    chief, giver = administrator(NATION), administrator(VESTLAND)
    (own,) = Grant.objects.filter(account=giver.account)
    actions.end(grant_ids=[own.pk], why="sluttet", **change(chief))
    with pytest.raises(actions.MayNotGive):
        give(giver, VESTLAND, "support")


@pytest.mark.parametrize("why", ["", "   "])
def test_nothing_is_given_without_a_reason(administrator, why):
    with pytest.raises(actions.ReasonMissing):
        give(administrator(VESTLAND), VESTLAND, "support", why=why)


def test_new_colleague_is_invited_and_known_one_is_told(administrator, by, now):
    giver = administrator(VESTLAND)
    assert kinds_to(give(giver, VESTLAND, "support")) == ["invitation"]
    actions.create_account(email="kjent@eksempel.no", name="Kjent", password="x" * 15, by=by, now=now)
    known = give(giver, VESTLAND, "support", email="Kjent@eksempel.no")
    assert (known.name, kinds_to(known)) == ("Kjent", ["access_given"])
    give(giver, VESTLAND, "support", email="kjent@eksempel.no")
    assert kinds_to(known) == ["access_given"]


def test_unit_above_is_told_of_a_new_administrator_and_of_nothing_else(administrator):
    chief, giver = administrator(NATION), administrator(VESTLAND)
    give(giver, VESTLAND, "orderer")
    assert kinds_to(chief.account) == []
    give(giver, OURS, "user_administrator", gives=["orderer"], email="kontor@eksempel.no")
    assert (kinds_to(giver.account), kinds_to(chief.account)) == ([], [])
    give(giver, VESTLAND, "user_administrator", gives=["orderer"], email="to@eksempel.no")
    assert kinds_to(chief.account) == ["administrator_given"]
    governor = administrator(GOVERNOR)
    give(giver, VESTLAND, "user_administrator", gives=["orderer"], email="tre@eksempel.no")
    assert (kinds_to(governor.account), kinds_to(chief.account)) == (["administrator_given"], ["administrator_given"])


def test_ending_holds_from_today_is_told_and_can_be_taken_back(administrator, now):
    giver = administrator(VESTLAND)
    account = give(giver, VESTLAND, "orderer", "support", to=date(2027, 1, 1))
    ids = list(Grant.objects.filter(account=account).values_list("pk", flat=True))
    before = Account.objects.get(pk=account.pk).session_stamp
    assert actions.end(grant_ids=ids, why="har sluttet", **change(giver)) == 2
    assert queries.scopes_of(account, on=now.date()) == ()
    assert kinds_to(account) == ["access_ended", "invitation"]
    assert Account.objects.get(pk=account.pk).session_stamp == before + 1
    assert actions.end(grant_ids=ids, why="har sluttet", **change(giver)) == 0
    assert actions.take_back_ending(grant_ids=ids, **change(giver)) == 2
    (scope,) = queries.scopes_of(account, on=now.date())
    assert (scope.roles, scope.until) == ({"orderer", "support"}, date(2027, 1, 1))


def test_one_time_sign_in_is_ended_like_any_access_and_gets_no_letter(administrator, by, now):
    county = administrator(VESTLAND)
    until = {"valid_to": date(2027, 1, 1), "by": by, "now": now}
    actions.issue(offices=[OFFICE], scope=county.scope, **until)
    (secret,) = queries.office_letters(county.scope, on=now.date())
    temporary = actions.use(user_name=secret.user_name, password=secret.password, now=now)
    ids = list(Grant.objects.filter(account=temporary).values_list("pk", flat=True))
    actions.end(grant_ids=ids, why="skal ikke brukes", **change(county))
    assert queries.scopes_of(temporary, on=now.date()) == ()
    assert kinds_to(temporary) == []


def test_what_was_ended_can_be_given_anew_the_same_day(administrator, now):
    giver = administrator(VESTLAND)
    account = give(giver, VESTLAND, "orderer")
    (grant,) = Grant.objects.filter(account=account)
    actions.end(grant_ids=[grant.pk], why="feil", **change(giver))
    give(giver, VESTLAND, "orderer")
    assert len(queries.scopes_of(account, on=now.date())) == 1


@pytest.mark.parametrize("at", [OSLO, OURS])
def test_anothers_grant_is_as_if_it_were_not_there(administrator, at):
    account = give(administrator(VESTLAND), VESTLAND, "orderer")
    (grant,) = Grant.objects.filter(account=account)
    stranger = administrator(at)
    for one in (grant.pk, uuid4()):
        with pytest.raises(actions.NoSuchGrant):
            actions.end(grant_ids=[one], why="x", **change(stranger))
        with pytest.raises(actions.NoSuchGrant):
            actions.change_end(grant_id=one, valid_to=None, why="x", **change(stranger))
    with pytest.raises(actions.NoSuchGrant):
        actions.take_back_ending(grant_ids=[grant.pk], **change(stranger))


def test_nobody_changes_their_own(administrator):
    giver = administrator(VESTLAND)
    (own,) = Grant.objects.filter(account=giver.account)
    with pytest.raises(actions.NoSuchGrant):
        actions.end(grant_ids=[own.pk], why="x", **change(giver))
    with pytest.raises(actions.NoSuchGrant):
        actions.change_end(grant_id=own.pk, valid_to=date(2030, 1, 1), why="x", **change(giver))


def test_grant_is_made_longer_and_shorter_but_not_beyond_ones_own(administrator, now):
    giver = administrator(VESTLAND, to=date(2027, 1, 1))
    account = give(giver, VESTLAND, "orderer", to=date(2026, 12, 1))
    (grant,) = Grant.objects.filter(account=account)
    actions.change_end(grant_id=grant.pk, valid_to=date(2027, 1, 1), why="blir lenger", **change(giver))
    grant.refresh_from_db()
    assert (grant.valid_to, grant.why) == (date(2027, 1, 1), "blir lenger")
    with pytest.raises(actions.MayNotGive):
        actions.change_end(grant_id=grant.pk, valid_to=date(2027, 1, 2), why="enda lenger", **change(giver))


def test_everything_done_is_written_down_for_its_unit_without_names(administrator):
    giver = administrator(VESTLAND)
    account = give(giver, OURS, "orderer")
    ids = list(Grant.objects.filter(account=account).values_list("pk", flat=True))
    actions.end(grant_ids=ids, why="Kari har sluttet", **change(giver))
    actions.take_back_ending(grant_ids=ids, **change(giver))
    actions.change_end(grant_id=ids[0], valid_to=date(2027, 5, 1), why="Kari igjen", **change(giver))
    events = Event.objects.filter(actor_id=giver.by.id, scope=OURS.key)
    whats = {event.what.removeprefix("access.grant.") for event in events}
    assert whats == {"given", "ended", "reopened", "changed"}
    assert not any("Kari" in str(event.details) or "@" in str(event.details) for event in events)


def test_one_person_keeps_the_old_county_to_its_end_and_gets_the_new_one_only_when_given(by, now):
    """2020: Hordaland became Vestland. 2024: Viken became three. Nobody got the other by themselves (M13)."""
    kari = actions.create_account(email="kari@eksempel.no", name="Kari", password="x" * 15, by=by, now=now)
    for code, first, to in (
        ("12", date(2015, 1, 1), date(2022, 1, 1)),
        ("46", date(2020, 1, 1), None),
        ("30", date(2020, 1, 1), date(2027, 1, 1)),
    ):
        actions.grant(
            account=kari,
            roles=ALL_TASKS["county"],
            unit_kind="county",
            unit_code=code,
            valid_from=first,
            valid_to=to,
            why="saksbehandler",
            by=by,
            now=now,
        )

    def units(on):
        return [scope.unit_code for scope in queries.scopes_of(kari, on=on)]

    assert units(date(2019, 12, 31)) == ["12"]
    assert units(date(2020, 1, 1)) == ["12", "46", "30"]
    assert units(date(2022, 1, 1)) == ["46", "30"]
    assert units(date(2024, 1, 1)) == ["46", "30"]
    assert units(date(2027, 1, 1)) == ["46"]


@pytest.mark.parametrize(
    ("county", "proposed"),
    [("46", [("12", ["Hordaland", "Sogn og Fjordane"]), ("14", ["Hordaland", "Sogn og Fjordane"])]), ("03", [])],
)
def test_dissolved_counties_are_proposed_with_what_became_of_them(administrator, county, proposed):
    chief = administrator(NATION)
    account = give(chief, Unit("county", county), "orderer")
    by = queries.reader(chief.scope, chief.account, on=chief.now.date())
    found = queries.proposals(by, queries.person(by, account.pk))
    assert [(one.unit.code, list(one.came_from)) for one in found] == proposed


def test_split_county_is_proposed_with_the_counties_it_became_and_the_one_of_the_same_name(administrator):
    chief = administrator(NATION)
    account = give(chief, Unit("county", "31"), "orderer")
    by = queries.reader(chief.scope, chief.account, on=chief.now.date())
    found = queries.proposals(by, queries.person(by, account.pk))
    assert [(one.name, one.change.kind, list(one.became)) for one in found] == [
        ("Viken", "split", ["Akershus", "Buskerud", "Østfold"]),
        ("Østfold", "merge", ["Viken"]),
    ]
    give(chief, Unit("county", "30"), "result_reader")
    found = queries.proposals(by, queries.person(by, account.pk))
    assert [one.name for one in found] == ["Østfold"]


def test_people_of_a_unit_are_seen_from_it_and_above_and_from_nowhere_else(administrator, django_assert_num_queries):
    giver, stranger = administrator(VESTLAND), administrator(OSLO)
    for n in range(12):
        give(giver, VESTLAND, "orderer", email=f"k{n}@eksempel.no", first=giver.now.date() + timedelta(days=n))
    with django_assert_num_queries(8):
        by = queries.reader(giver.scope, giver.account, on=giver.now.date())
    with django_assert_num_queries(2):
        assert len(queries.people(by, VESTLAND)) == 13
    away = queries.reader(stranger.scope, stranger.account, on=giver.now.date())
    assert queries.people(away, VESTLAND) == ()
    assert queries.person(away, giver.account.pk) is None
