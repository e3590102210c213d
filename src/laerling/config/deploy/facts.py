"""Gathering what the rules judge, from settings, files and the database. Nothing is changed, and no secret is kept."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import WARNING, run_checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from laerling.config import rights
from laerling.config.deploy.rules import POSTGRESQL
from laerling.config.deploy.types import Facts, Login, PrivateFile, RoundKeyFact
from laerling.config.env import Env
from laerling.kernel import clock
from laerling.responses import queries as responses
from laerling.responses.rules import is_fresh
from laerling.rounds import queries as rounds

_PRIVATE = ("secrets", "keys", "history")
_PROCESSES = "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND pg_has_role(session_user, oid, 'MEMBER')"
_LOGIN = """
    SELECT rolname, rolsuper, rolbypassrls,
        EXISTS (SELECT FROM pg_class JOIN pg_namespace AS space ON space.oid = relnamespace
                WHERE nspname = 'public' AND relkind = 'r' AND pg_has_role(session_user, relowner, 'MEMBER')),
        current_user,
        coalesce(inet_server_addr() << '127.0.0.0/8' OR inet_server_addr() = '::1', true),
        coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)
    FROM pg_roles WHERE rolname = session_user
"""


def gather(env: Env) -> Facts:
    """Return the facts of this process. Reads the database as the process's own login."""
    return Facts(
        site=env.site,
        debug=settings.DEBUG,
        demo=settings.DEMO,
        https=env.https,
        n_proxies=settings.PROXIES,
        allowed_hosts=tuple(settings.ALLOWED_HOSTS),
        urls={"LAERLING_STAFF_URL": settings.STAFF_URL, "LAERLING_ANSWERING_URL": settings.ANSWERING_URL},
        addresses={
            "LAERLING_EMAIL_FROM": settings.DEFAULT_FROM_EMAIL,
            "LAERLING_SUPPORT_EMAIL": settings.SUPPORT_EMAIL,
            "LAERLING_CONTACT_EMAIL": settings.CONTACT_EMAIL,
        },
        cookies=_cookies(),
        mail_host=settings.EMAIL_HOST,
        mail_tls=settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL,
        private_files=tuple(_private_files(Path(settings.HOME))),
        django_warnings=tuple(_django_warnings()),
        has_own_database=(Path(settings.HOME) / "postgres" / "PG_VERSION").exists(),
        login=_login(env.site),
        today=clock.today(),
        **_database(),
    )


def _cookies() -> dict[str, bool]:
    return {
        "SESSION_COOKIE_SECURE": bool(settings.SESSION_COOKIE_SECURE),
        "SESSION_COOKIE_HTTPONLY": bool(settings.SESSION_COOKIE_HTTPONLY),
        "SESSION_COOKIE_SAMESITE": settings.SESSION_COOKIE_SAMESITE in {"Lax", "Strict"},
        "SESSION_COOKIE_NAME with __Host-": settings.SESSION_COOKIE_NAME.startswith("__Host-"),
        "CSRF_COOKIE_SECURE": bool(settings.CSRF_COOKIE_SECURE),
        "CSRF_COOKIE_HTTPONLY": bool(settings.CSRF_COOKIE_HTTPONLY),
        "CSRF_COOKIE_NAME with __Host-": settings.CSRF_COOKIE_NAME.startswith("__Host-"),
        "LANGUAGE_COOKIE_SECURE": bool(settings.LANGUAGE_COOKIE_SECURE),
        "SECURE_HSTS_SECONDS of a year": timedelta(days=365).total_seconds() <= settings.SECURE_HSTS_SECONDS,
    }


def _private_files(home: Path) -> Iterator[PrivateFile]:
    """Yield every secret, key and kept answer of the home, and the folders they lie in; a secret with its length."""
    for folder in (home / name for name in _PRIVATE):
        for path in (folder, *sorted(folder.rglob("*"))) if folder.exists() else ():
            is_secret = path.parent == home / "secrets" and path.is_file()
            length = len(path.read_text().strip()) if is_secret else None
            yield PrivateFile(str(path.relative_to(home)), path.stat().st_mode & 0o777, path.is_dir(), length)


def _django_warnings() -> Iterator[str]:
    """Yield what Django warns of; what all follows from there being no TLS is one finding of the rules already."""
    follows = set() if settings.SECURE_SSL_REDIRECT else {f"security.W{number:03}" for number in (4, 8, 12, 16)}
    for message in run_checks(include_deployment_checks=True):
        is_ours = message.id and message.id.startswith("security.") and message.id not in follows
        if is_ours and message.level >= WARNING:
            yield f"{message.msg} ({message.id})"


def _login(site: str) -> Login:
    with connection.cursor() as cursor:
        cursor.execute(_LOGIN)
        name, is_superuser, passes, owns, role, is_local, is_encrypted = cursor.fetchone()
        cursor.execute(_PROCESSES, [list(rights.RIGHTS)])
        own = settings.ROLE_OF_SITE.get(site)
        # The staff site steps down to reporting for its pages of results.
        with_own = {own, "laerling_reporting"} if site == "staff" else {own}
        others = tuple(sorted(found for (found,) in cursor.fetchall() if found not in with_own))
    return Login(
        name=name,
        is_superuser=is_superuser,
        passes_row_security=passes,
        owns_tables=owns,
        other_roles=others,
        takes_own_role=role == own,
        is_local=is_local,
        is_encrypted=is_encrypted,
    )


def _database() -> dict[str, Any]:
    """Return the facts that the server tells. What the process may not read is left as unknown as it is to it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(POSTGRESQL)])
        told = dict(cursor.fetchall())
        before = clock.now()
        cursor.execute("SELECT clock_timestamp(), extract(epoch FROM clock_offset) FROM kernel_clock")
        theirs, offset = cursor.fetchone()
        halfway = before + (clock.now() - before) / 2 - timedelta(seconds=float(offset) if settings.DEMO else 0)
        unchained = None
        if _may_read("audit_ledgerentry"):
            cursor.execute(
                "SELECT extract(epoch FROM clock_timestamp() - min(at)) / 60 FROM audit_event AS event"
                " WHERE NOT EXISTS (SELECT FROM audit_ledgerentry WHERE event_id = event.id)"
            )
            unchained = cursor.fetchone()[0]
    executor = MigrationExecutor(connection) if _may_read("django_migrations") else None
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes()) if executor else []
    return {
        "postgresql": told,
        "skew_seconds": (halfway - theirs).total_seconds(),
        "clock_offset_seconds": float(offset),
        "n_migrations_waiting": len(waiting),
        "rights_are_applied": rights.are_applied(),
        "unchained_minutes": None if unchained is None else float(unchained),
        "round_keys": tuple(_round_keys()) if _may_read("responses_roundkey") else (),
    }


def _round_keys() -> Iterator[RoundKeyFact]:
    for year in rounds.years():
        this_round, urn = rounds.get(year), responses.status(year)
        is_made = urn.key_made_at is not None
        yield RoundKeyFact(
            year,
            this_round.opens_on,
            this_round.closes_on,
            is_made,
            bool(urn.key_matches),
            lets_open=is_fresh(urn.proven_at, at=this_round.opens_at),
            proof_is_fresh=is_fresh(urn.proven_at, at=clock.now()),
        )


def _may_read(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [table])
        return bool(cursor.fetchone()[0])
