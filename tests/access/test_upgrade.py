"""Access given before there were tasks goes on as tasks; and the first administrator is let in by a command."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from laerling.access.models import Account, AccountLetter, Grant
from laerling.access.policy import ALL_TASKS
from laerling.access.rules import giveable

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "kind", "code", "email", "gets"),
    [
        ("directorate", "nation", "", "d@eksempel.no", ALL_TASKS["nation"]),
        ("county", "county", "46", "v@eksempel.no", ALL_TASKS["county"]),
        ("office", "office", "312000015", "o@eksempel.no", ALL_TASKS["office"]),
        ("office", "office", "312000015", None, ALL_TASKS["office"] - {"user_administrator"}),
    ],
)
def test_grant_of_a_whole_role_becomes_its_tasks(role, kind, code, email, gets):
    account = Account.objects.create(email=email, name="Før")
    kept = {"account": account, "unit_code": code, "valid_from": date(2025, 1, 1), "valid_to": date(2027, 1, 1)}
    Grant.objects.create(role=role, unit_kind="county" if code else "nation", given_by="x", why="før", **kept)
    with connection.schema_editor() as editor:
        import_module("laerling.access.migrations.0004_delegation").to_tasks(apps, editor)
    rows = Grant.objects.filter(unit_kind=kind, given_by="x", why="før", **kept)
    assert {row.role for row in rows} == gets
    assert Grant.objects.count() == len(gets)
    for row in rows:
        assert set(row.gives) == (giveable(kind) if row.role == "user_administrator" else set())


def test_first_administrator_is_invited_with_all_the_directorates_tasks(capsys):
    for _again in range(2):
        call_command("invite_administrator", email="Tiril@eksempel.no", name="Tiril Granli")
    account = Account.objects.get(email="tiril@eksempel.no")
    assert {grant.role for grant in Grant.objects.filter(account=account)} == ALL_TASKS["nation"]
    assert AccountLetter.objects.filter(account=account, kind="invitation", used_at=None).count() == 1
    assert "invitasjon" in capsys.readouterr().out
