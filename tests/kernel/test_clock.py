from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection

from laerling.kernel import clock


@pytest.mark.parametrize(
    ("day", "hour", "utc"),
    [
        (date(2026, 9, 30), 12, datetime(2026, 9, 30, 10, tzinfo=UTC)),
        (date(2026, 10, 24), 12, datetime(2026, 10, 24, 10, tzinfo=UTC)),
        (date(2026, 10, 25), 12, datetime(2026, 10, 25, 11, tzinfo=UTC)),
        (date(2027, 1, 2), 8, datetime(2027, 1, 2, 7, tzinfo=UTC)),
    ],
)
def test_oslo_instant_follows_summer_time(day, hour, utc):
    assert clock.oslo_instant(day, time(hour)) == utc


@pytest.mark.django_db
def test_demo_clock_moves_python_and_postgresql_together(settings):
    settings.DEMO = True
    clock.set_demo_clock(datetime(2026, 12, 21, 8, tzinfo=UTC))
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_now()")
        (in_database,) = cursor.fetchone()
    assert abs(in_database - clock.now()) < timedelta(seconds=5)
    assert clock.today() == date(2026, 12, 21)
    settings.DEMO = False
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.django_db
def test_clock_outside_a_demo_cannot_be_set(settings):
    settings.DEMO = False
    with pytest.raises(clock.NotADemo):
        clock.set_demo_clock(datetime(2026, 12, 21, 8, tzinfo=UTC))
