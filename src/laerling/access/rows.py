"""Asking the database on somebody's behalf: it then hands out their rows only, whatever a query forgets.

Which rows are whose stands in `config.rows`. Role and scope hold for one transaction, so nothing is left on a connection
that the next request gets, pooled or kept.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from laerling.access.types import Scope

STAFF = "laerling_staff"


@contextmanager
def seen_by(scope: Scope, *, role: str = STAFF) -> Iterator[None]:
    """Run one transaction in a process's role and see the rows of `scope` only.

    A process that has the role already keeps it; tests and commands, which own the tables, step down to it. Inside
    another transaction what was before is put back at the end; an error puts it back by itself.
    """
    within_another = connection.in_atomic_block
    before = _now() if within_another else None
    with transaction.atomic():
        _set(role, scope.key)
        yield
        if before is not None and not connection.needs_rollback:
            _set(*before)


def _now() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role'), coalesce(current_setting('laerling.scope', true), '')")
        role, scope = cursor.fetchone()
    return role, scope


def _set(role: str, scope: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', %s, true), set_config('laerling.scope', %s, true)", [role, scope])
