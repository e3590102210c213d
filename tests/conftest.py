"""What every test may lean on: a database made ready like an empty home."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from django.core.management import CommandError
from django.db import connection
from django.db.backends.postgresql.creation import DatabaseCreation
from django.test import TransactionTestCase, override_settings
from django.utils import translation

from laerling.kernel import clock
from laerling.kernel.types import SYSTEM

# An ordinary day in the answering period of the round the tests speak of.
IN_OCTOBER = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="session", autouse=True)
def _plain_settings():
    """Tests need neither slow password hashes nor collected static files."""
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
        ALLOWED_HOSTS=["testserver", "127.0.0.1", "localhost"],
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def _strongly_signed_in():
    """Who a test signs in by force has shown a password and a second factor just now, as the door asks of most roles."""
    from allauth.account.internal.flows.login import record_authentication
    from django.contrib.auth.signals import user_logged_in

    def shown(request, user, **given):
        if request is not None and "REQUEST_METHOD" not in request.META:
            record_authentication(request, user, "password")
            record_authentication(request, user, "mfa", type="totp")

    user_logged_in.connect(shown, weak=False)
    yield
    user_logged_in.disconnect(shown)


@pytest.fixture(autouse=True)
def _bokmaal_again():
    """A page that was asked for in one language leaves it on for whatever is rendered next: in the next test, bokmål."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _clock_read_anew(monkeypatch):
    """What the test before read of the demo's clock is of its own time: the offset is one row of the database."""
    monkeypatch.setattr(clock, "_offset", (float("-inf"), timedelta(0)))


@pytest.fixture
def now():
    """20 October 2026, 10:00 in Oslo."""
    return IN_OCTOBER


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Make the test database as ready as an empty home is."""
    from laerling.config import rights

    # A thread that served pages or areas may still hold its connection when the database is to go.
    DatabaseCreation._destroy_test_db = _drop_by_force
    TransactionTestCase._fixture_teardown = _emptied(TransactionTestCase._fixture_teardown)
    with django_db_blocker.unblock():
        rights.apply()
        _count_on()
        _fill()


def _drop_by_force(creation, name, _verbosity):
    with creation._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _emptied(empty):
    """Empty the tables, once more where a request that came in meanwhile made it a deadlock."""

    def teardown(self):
        try:
            empty(self)
        except CommandError:
            _let_others_finish()
            empty(self)

    return teardown


def _count_on():
    """Let every table's numbers begin where a house that has run for years has them: pages write figures in groups."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(format('%I.%I', schemaname, sequencename), 5000000) FROM pg_sequences")


@pytest.fixture
def db(db):
    """The database, made ready."""
    _fill_if_emptied()


@pytest.fixture
def transactional_db(transactional_db):
    """The database for tests that commit, made ready; emptied afterwards when nobody is at work in it any longer."""
    _fill_if_emptied()
    yield
    _let_others_finish()


@pytest.fixture(autouse=True)
def _marked(request):
    """Make the database ready for tests that ask for it by their mark."""
    if marker := request.node.get_closest_marker("django_db"):
        request.getfixturevalue("transactional_db" if marker.kwargs.get("transaction") else "db")


def _let_others_finish() -> None:
    """Wait for requests a browser no longer wants the reply to: emptying the tables around them would be a deadlock."""
    busy = """SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
              AND backend_type = 'client backend' AND state <> 'idle'"""
    until = monotonic() + 5
    with connection.cursor() as cursor:
        cursor.execute(busy)
        while cursor.fetchone() and monotonic() < until:
            sleep(0.02)
            cursor.execute(busy)


def _fill_if_emptied() -> None:
    """Fill the tables anew where a transactional test has emptied them."""
    from laerling.organisations.models import County

    if not County.objects.exists():
        _fill()


def _fill() -> None:
    from laerling.config.ready import fill

    fill(now=IN_OCTOBER)


@pytest.fixture
def cases() -> Path:
    """The register cases with right answers."""
    return Path(__file__).parent / "data" / "register-cases"


@pytest.fixture
def by():
    """The system itself, as the one who acts."""
    return SYSTEM
