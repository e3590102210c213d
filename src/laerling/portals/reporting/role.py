"""The wall round this portal: its views run in a database role that cannot read the register, the urn or anybody's name."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec

from django.db import connection, transaction
from django.http import HttpResponseBase

from laerling.portals.shell.staff import StaffRequest

P = ParamSpec("P")
View = Callable[Concatenate[StaffRequest, P], HttpResponseBase]

ROLE = "laerling_reporting"


@contextmanager
def reporting_role() -> Iterator[None]:
    """Take the reporting role for one transaction: from here on PostgreSQL itself refuses everything else.

    The role before is put back at the end, since an outer transaction may go on; an error puts it back by itself.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('role')")
            (before,) = cursor.fetchone()
            cursor.execute("SELECT set_config('role', %s, true)", [ROLE])
        yield
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('role', %s, true)", [before])


def as_reporting(view: View[P]) -> View[P]:
    """Run a view in the reporting role. It hands back a TemplateResponse, which the shell's frame renders outside it."""

    @wraps(view)
    def inner(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        with reporting_role():
            return view(request, *args, **kwargs)

    return inner
