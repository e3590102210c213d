"""What each process may do in the database, asked of PostgreSQL itself."""

import pytest
from django.db import connection
from tests.invitations.people import NATION

from laerling.access.rows import seen_by
from laerling.audit import actions as audit
from laerling.config.rights import RIGHTS
from laerling.invitations import actions as invitations
from laerling.register import actions as register
from laerling.sample import actions as sample

pytestmark = pytest.mark.django_db

PERSONAL = ["register_contract", "sample_samplemember", "invitations_invitation", "outbox_message", "access_account"]
PERSONAL += ["access_accountletter", "access_officesignin", "access_resetrequest", "mfa_authenticator"]
URN = ["responses_intake", "responses_urn", "responses_draft", "responses_openedanswer"]


def _may(role, table, privilege="SELECT"):
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [role, table, privilege])
        return cursor.fetchone()[0]


@pytest.mark.parametrize("table", [*PERSONAL, *URN, "release_releasedgroup", "django_session", "audit_event"])
def test_answering_site_reads_no_person_and_no_ballot(table):
    assert not _may("laerling_answering", table)


@pytest.mark.parametrize("table", URN)
def test_staff_pages_cannot_read_the_urn(table):
    assert not _may("laerling_staff", table)


@pytest.mark.parametrize("table", [*PERSONAL, *URN])
def test_reporting_sees_released_cells_only(table):
    assert not _may("laerling_reporting", table)
    assert _may("laerling_reporting", "release_releasedgroup")


@pytest.mark.parametrize("role", RIGHTS)
@pytest.mark.parametrize("privilege", ["UPDATE", "DELETE", "TRUNCATE"])
def test_nobody_rewrites_what_was_done(role, privilege):
    assert not _may(role, "audit_event", privilege)


@pytest.mark.parametrize("role", RIGHTS)
def test_no_process_owns_a_table_or_makes_one(role):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = %s", [role])
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT has_schema_privilege(%s, 'public', 'CREATE')", [role])
        assert cursor.fetchone() == (False,)


@pytest.mark.parametrize("role", ["laerling_staff", "laerling_reporting"])
def test_functions_of_the_urn_are_the_answering_sites_alone(role):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
            " AND proname LIKE 'responses\\_%%' AND has_function_privilege(%s, oid, 'EXECUTE')",
            [role],
        )
        assert cursor.fetchall() == []


@pytest.mark.parametrize(
    "table",
    [
        *URN,
        "invitations_invitation",
        "outbox_message",
        "release_releasedgroup",
        "django_session",
        "access_grant",
        "register_setasiderow",
    ],
)
def test_counties_areas_read_lists_and_findings_only(table):
    assert not _may("laerling_sftp", table)
    assert _may("laerling_sftp", "register_contract")


@pytest.mark.parametrize(
    "table", ["register_contract", "register_finding", "sample_samplemember", "access_arealogin", "access_areakey"]
)
@pytest.mark.parametrize("privilege", ["INSERT", "UPDATE", "DELETE"])
def test_counties_areas_change_no_list_and_no_login(table, privilege):
    assert not _may("laerling_sftp", table, privilege)


def test_counties_areas_take_receipts_in_and_give_none_out():
    assert _may("laerling_sftp", "register_receiptcontent", "INSERT")
    for privilege in ("SELECT", "UPDATE", "DELETE"):
        assert not _may("laerling_sftp", "register_receiptcontent", privilege)


def test_counties_areas_know_people_by_name_only():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = 'access_account'::regclass AND attnum > 0"
            " AND has_column_privilege('laerling_sftp', 'access_account', attname, 'SELECT')"
        )
        assert {name for (name,) in cursor.fetchall()} == {"id", "name"}


@pytest.mark.parametrize(
    ("role", "table", "privilege"),
    [
        *(
            ("laerling_staff", table, "UPDATE")
            for table in ("release_releasedgroup", "release_release", "kernel_clock")
        ),
        *(
            ("laerling_staff", table, "INSERT")
            for table in ("release_releasedgroup", "django_migrations", "responses_opening")
        ),
        ("laerling_staff", "audit_ledgerentry", "SELECT"),
        ("laerling_staff", "responses_roundkey", "UPDATE"),
        ("laerling_worker", "audit_ledgerentry", "UPDATE"),
        ("laerling_worker", "audit_ledgerentry", "DELETE"),
        ("laerling_worker", "kernel_clock", "UPDATE"),
        ("laerling_worker", "django_migrations", "INSERT"),
        ("laerling_reporting", "release_releasedgroup", "UPDATE"),
        ("laerling_reporting", "release_blockedrelease", "SELECT"),
        ("laerling_reporting", "django_session", "SELECT"),
        ("laerling_reporting", "access_grant", "SELECT"),
        ("laerling_answering", "rounds_round", "UPDATE"),
        ("laerling_answering", "questionnaire_questionnaireversion", "INSERT"),
    ],
)
def test_process_may_not_do_what_is_anothers(role, table, privilege):
    assert not _may(role, table, privilege)


def test_answering_site_has_three_kinds_of_table_and_nothing_else():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT table_name, privilege_type FROM information_schema.table_privileges"
            " WHERE grantee = 'laerling_answering'"
        )
        assert set(cursor.fetchall()) == {
            ("rounds_round", "SELECT"),
            ("questionnaire_questionnaireversion", "SELECT"),
            ("kernel_clock", "SELECT"),
        }


@pytest.mark.parametrize("role", RIGHTS)
def test_no_process_logs_in_by_its_role_or_makes_roles(role):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcanlogin, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = %s", [role])
        assert cursor.fetchone() == (False, False, False)


def test_functions_that_run_as_their_owner_look_where_they_are_told():
    """A function with its owner's rights that finds its tables by the caller's path would do the caller's bidding."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
            " AND NOT coalesce(array_to_string(proconfig, ' '), '') LIKE '%%search_path=public, pg_temp%%'"
        )
        assert cursor.fetchall() == []
        cursor.execute("SELECT count(*) FROM pg_views WHERE schemaname = 'public' AND viewname NOT LIKE 'pg_%%'")
        assert cursor.fetchone() == (0,), "a view runs with its owner's rights: make it security_invoker, and test that"


def test_worker_does_its_work_with_its_own_rights(cases, by, now, settings, tmp_path):
    settings.HOME = tmp_path
    with seen_by(NATION, role="laerling_worker"):
        for name in ("nor", "nlr", "vigo"):
            with (cases / f"{name}.csv").open("rb") as content:
                register.import_file(
                    content=content,
                    filename=f"{name}.csv",
                    register=name,
                    round_year=2026,
                    stage="final",
                    by=by,
                    now=now,
                )
        sample.draw(round_year=2026, stage="final", by=by, now=now)
        assert invitations.create_invitations(round_year=2026, by=by, now=now) > 0
        assert audit.extend_ledger(now=now) > 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == ("laerling_worker",)
