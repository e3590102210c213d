"""What each process may do in the database, as one readable table.

The answering site reads questionnaires and calls the functions of the sealed urn; staff pages cannot read the urn;
reporting sees released cells, never the register and never an answer. Whose rows they see stands in `rows`.
Both are applied after every migration, and whenever one of the two pages has changed.
"""

import hashlib

from django.db import connection, transaction
from psycopg import sql

from laerling.config import rows

READ = "SELECT"
WRITE = "SELECT, INSERT, UPDATE, DELETE"
APPEND = "SELECT, INSERT"

# role -> ((table, or its first part and "%", privileges), ...). A later line replaces an earlier one for the tables it names.
RIGHTS: dict[str, tuple[tuple[str, str], ...]] = {
    "laerling_answering": (
        ("rounds_round", READ),
        ("questionnaire_questionnaireversion", READ),
        ("kernel_clock", READ),
    ),
    "laerling_staff": (
        ("%", WRITE),
        ("responses_%", ""),
        ("responses_roundkey", READ),
        ("responses_opening", READ),
        # Who has lost their link is nobody's business but the worker's, who sends it.
        ("invitations_linkrequest", ""),
        # The ceremony: public halves, riddles and records. No key and no ballot is in them.
        ("responses_holderkey", WRITE),
        ("responses_keychallenge", WRITE),
        ("responses_keyproof", APPEND),
        ("responses_keyrehearsal", READ),
        ("responses_destructionrecord", APPEND),
        ("release_%", READ),
        ("reports_%", READ),
        ("gatherings_seat", ""),
        ("kernel_clock", READ),
        ("audit_event", APPEND),
        ("audit_ledgerentry", ""),
        # A provider's call-back hands in a receipt, and reads back nothing but its number.
        ("outbox_storedreceipt", "INSERT, SELECT (id)"),
        ("django_migrations", READ),
    ),
    "laerling_reporting": (
        ("release_%", READ),
        ("release_blockedrelease", ""),
        ("release_releaseprogress", ""),
        ("reports_%", READ),
        ("rounds_round", READ),
        ("questionnaire_questionnaireversion", READ),
        ("organisations_%", READ),
        ("kernel_clock", READ),
        ("audit_event", APPEND),
    ),
    # Reads lists, findings and who is let in; may hand in a receipt, and read back nothing but its name and size.
    "laerling_sftp": (
        ("rounds_round", READ),
        ("organisations_%", READ),
        ("register_%", READ),
        ("register_setasiderow", ""),
        ("register_correctionreceipt", APPEND),
        ("register_receiptcontent", "INSERT"),
        ("sample_%", READ),
        ("access_arealogin", READ),
        ("access_areakey", READ),
        # Findings name whom they are given to.
        ("access_account", "SELECT (id, name)"),
        ("kernel_clock", READ),
        ("audit_event", "INSERT"),
    ),
    "laerling_worker": (
        ("%", WRITE),
        ("kernel_clock", READ),
        ("audit_event", APPEND),
        ("audit_ledgerentry", APPEND),
        ("django_migrations", READ),
    ),
}


@transaction.atomic
def apply() -> None:
    """Give every role exactly the rights and rows of the two tables; what it had before is taken away."""
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for role, lines in RIGHTS.items():
            for statement in _statements(tables, role, lines):
                cursor.execute(statement)
        cursor.execute("GRANT laerling_reporting TO laerling_staff WITH INHERIT FALSE, SET TRUE")
        rows.apply(cursor)
        cursor.execute(sql.SQL("COMMENT ON FUNCTION row_scope(text) IS {}").format(sql.Literal(_fingerprint())))


def are_applied() -> bool:
    """Return whether the database has the rights and rows of this version."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regprocedure('row_scope(text)')::oid, 'pg_proc')")
        return bool(cursor.fetchone()[0] == _fingerprint())


def _fingerprint() -> str:
    """Return what names this version of the two tables."""
    pages = repr((RIGHTS, rows.FUNCTIONS, rows.ROWS))
    return f"rights {hashlib.sha256(pages.encode()).hexdigest()}"


def _statements(tables: list[str], role: str, lines: tuple[tuple[str, str], ...]) -> list[sql.Composed]:
    name = sql.Identifier(role)
    statements = [sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(name)]
    for table, privileges in _rights(tables, lines).items():
        if privileges:
            statements.append(sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(privileges), sql.Identifier(table), name))
    if role in {"laerling_staff", "laerling_worker", "laerling_reporting"}:
        statements.append(sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(name))
    return statements


def _rights(tables: list[str], lines: tuple[tuple[str, str], ...]) -> dict[str, str]:
    rights: dict[str, str] = {}
    for pattern, privileges in lines:
        prefix = pattern.removesuffix("%")
        for table in tables:
            if table == prefix or (pattern.endswith("%") and table.startswith(prefix)):
                rights[table] = privileges
    return rights
