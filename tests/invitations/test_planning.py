"""Where a plan of dispatches goes wrong, by tables; and the plan as each unit sees it."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from laerling.invitations import queries
from laerling.invitations.planning import Entry, Pause, clashes, pauses
from laerling.rounds import queries as rounds
from tests.invitations.people import (
    BYGGOPP,
    NATION,
    OFFICE,
    OSLO,
    VESTLAND,
    answer,
    contacted,
    invited,
    office,
    ordered,
)

HERE, THERE = ("46", OFFICE), ("03", OFFICE)
A, B, C = (UUID(int=number) for number in (1, 2, 3))


def entry(name, day, *groups):
    return Entry(name, date(2026, 11, day), frozenset(groups))


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ([entry(A, 2, HERE), entry(B, 9, HERE)], {}),
        ([entry(A, 2, HERE), entry(B, 8, HERE)], {B: (A,)}),
        ([entry(B, 8, HERE), entry(A, 2, HERE)], {B: (A,)}),
        ([entry(A, 2, HERE), entry(B, 3, THERE)], {}),
        ([entry(A, 2, HERE), entry(B, 2, HERE, THERE), entry(C, 5, THERE)], {B: (A,), C: (B,)}),
        ([entry(A, 1, HERE), entry(B, 5, HERE), entry(C, 9, HERE)], {B: (A,), C: (B,)}),
        ([], {}),
    ],
)
def test_dispatches_to_the_same_people_within_a_week_clash(entries, found):
    assert clashes(entries, gap_days=7) == found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "today", "found"),
    [
        ([], date(2026, 10, 20), [Pause(date(2026, 10, 15), date(2026, 12, 20))]),
        ([date(2026, 10, 20)], date(2026, 10, 21), [Pause(date(2026, 10, 20), date(2026, 12, 20))]),
        ([date(2026, 12, 6)], date(2026, 12, 7), []),
        ([date(2026, 12, 5)], date(2026, 12, 7), [Pause(date(2026, 12, 5), date(2026, 12, 20))]),
        # What is over cannot be mended, and what lies outside the survey is none of its pauses.
        ([date(2026, 11, 20), date(2026, 12, 3), date(2026, 12, 10)], date(2026, 11, 20), []),
        ([date(2026, 10, 1)], date(2026, 10, 10), []),
    ],
)
def test_a_pause_of_over_two_weeks_that_can_still_be_shortened_is_told(days, today, found):
    assert list(pauses(days, rounds.get(2026), today=today)) == found


@pytest.mark.django_db
def test_each_sees_what_concerns_its_own_people_and_not_more(now, by):
    office()
    invited(6, office_orgnr=OFFICE)
    invited(7)
    invited(8, county="03", office_orgnr=OFFICE)
    of_county = ordered(VESTLAND, send_at=now + timedelta(days=1))
    of_office = ordered(BYGGOPP, send_at=now + timedelta(hours=1))

    def seen(scope):
        return [
            (one.id, one.is_own, one.n, one.clashes_with)
            for one in queries.plan(scope, 2026, today=now.date()).dispatches
        ]

    assert seen(VESTLAND) == [(of_office.pk, False, 6, ()), (of_county.pk, True, 13, (of_office.pk,))]
    assert seen(BYGGOPP) == [(of_office.pk, True, 14, ()), (of_county.pk, False, 6, (of_office.pk,))]
    assert seen(OSLO) == [(of_office.pk, False, 8, ())]
    assert [one.n for one in queries.plan(NATION, 2026, today=now.date()).dispatches] == [14, 13]


@pytest.mark.django_db
def test_the_independent_establishments_are_pointed_out_as_the_countys_own(now, by):
    office()
    people = invited(7)
    invited(5, office_orgnr=OFFICE)
    contacted(people[0])
    found = queries.plan(VESTLAND, 2026, today=now.date())
    assert (found.n_independent, found.n_independent_not_invited) == (7, 6)
    assert queries.plan(BYGGOPP, 2026, today=now.date()).n_independent == 0


@pytest.mark.django_db
def test_a_reminder_to_a_few_of_a_few_is_not_counted(now, by):
    office()
    few = invited(3, office_orgnr=OFFICE)
    invited(6)
    contacted()
    answer(few[:1])
    ordered(VESTLAND, kind="reminder", send_at=now + timedelta(days=8))
    (seen,) = queries.plan(BYGGOPP, 2026, today=now.date()).dispatches
    assert seen.n is None


@pytest.mark.django_db
def test_the_plan_takes_as_many_queries_for_many_dispatches_as_for_few(now, by, django_assert_num_queries):
    office()
    invited(6, office_orgnr=OFFICE)
    for number in range(1, 13):
        ordered(BYGGOPP if number % 2 else VESTLAND, send_at=now + timedelta(days=20 - number))
        if number in {1, 12}:
            with django_assert_num_queries(7):
                queries.plan(VESTLAND, 2026, today=now.date())
