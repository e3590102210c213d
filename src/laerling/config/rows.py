"""Whose rows a process sees in the tables with people, as one readable table: PostgreSQL's row-level security.

The second line. The first is `visible_to(scope)` in every query; a view that forgets it gets nobody else's rows. What is
seen follows `laerling.scope`, "county:46", which the door sets for one transaction (`access.rows`); who has not set it
sees nothing. The worker and the owner of the tables (commands, migrations, the functions of the answering site) see all.
Applied together with `rights`, after every migration and whenever this page has changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db.backends.utils import CursorWrapper
from psycopg import sql

FUNCTIONS: Final = """
CREATE OR REPLACE FUNCTION row_scope(kind text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE split_part(current_setting('laerling.scope', true), ':', 1)
        WHEN kind THEN nullif(split_part(current_setting('laerling.scope', true), ':', 2), '') END
$$;
CREATE OR REPLACE FUNCTION row_scope_is_national() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('laerling.scope', true), '') = 'nation:'
$$;
"""

# Asked in a sub-select, a function of the scope is called once in a query, not once a row. The planner reckons the first
# to hold every other time, so it plans neither for one row nor for all.
NATION: Final = "(SELECT row_scope_is_national())"
COUNTY: Final = "(SELECT row_scope('county'))"
OFFICE: Final = "(SELECT row_scope('office'))"
# State administrators let people in, and see no rows with people.
GOVERNOR: Final = "(SELECT row_scope('governor'))"


def _own(county: str = "county_code", office: str = "office_orgnr") -> str:
    """Return the condition that a row is the nation's, the county's or the office's own."""
    return f"{NATION} OR {county} = {COUNTY} OR {office} = {OFFICE}"


@dataclass(frozen=True, slots=True)
class Rows:
    """What is seen of a table, and what may be written to it where that is something else.

    `also_seen` is read and never changed.
    """

    seen: str
    written: str = ""
    also_seen: str = ""


ROWS: Final[dict[str, Rows]] = {
    "register_contract": Rows(f"{NATION} OR county_code = {COUNTY} OR party_kind = 'K' AND party_orgnr = {OFFICE}"),
    "register_deadaddress": Rows(NATION),
    "register_stagedcontract": Rows(NATION),
    "register_stagedunit": Rows(NATION),
    "register_finding": Rows(_own()),
    "register_findingstep": Rows(f"{NATION} OR EXISTS (SELECT FROM register_finding AS own WHERE own.id = finding_id)"),
    "register_correctionreceipt": Rows(f"{NATION} OR county_code = {COUNTY}"),
    "register_receiptcontent": Rows(
        f"{NATION} OR EXISTS (SELECT FROM register_correctionreceipt AS own WHERE own.id = receipt_id)"
    ),
    "sample_samplemember": Rows(_own()),
    "sample_exclusion": Rows(_own()),
    "sample_samplechange": Rows(
        f"{NATION} OR EXISTS (SELECT FROM sample_samplemember AS own WHERE own.id = member_id)"
    ),
    "sample_supervisorpick": Rows(NATION),
    "invitations_invitation": Rows(_own()),
    # Who won is the county's that held the draw, and not even the nation's.
    "invitations_prizedraw": Rows(f"county_code = {COUNTY}"),
    "invitations_prizewinner": Rows(
        f"EXISTS (SELECT FROM invitations_prizedraw AS own WHERE own.id = draw_id AND own.county_code = {COUNTY})"
    ),
    # Messages about accounts belong to no unit, and tell who by a random id only.
    "outbox_message": Rows(
        f"{NATION} OR source <> 'invitations' OR EXISTS (SELECT FROM invitations_dispatch AS own WHERE own.id = batch"
        f" AND (own.owner_kind = 'county' AND own.owner_code = {COUNTY}"
        f" OR own.owner_kind = 'office' AND own.owner_code = {OFFICE}))",
        # Whoever's apprentice it went to sees it too: a county what an office sent, and the other way round.
        also_seen="EXISTS (SELECT FROM invitations_invitation AS own WHERE own.id = reference)",
    ),
    # A colleague's own mobile number, for as long as the test takes.
    "invitations_trialdispatch": Rows("scope = nullif(current_setting('laerling.scope', true), '')"),
    # Whoever does something writes it down, also before they have signed in. What the nation did concerns everybody.
    "audit_event": Rows(
        # Once set and over, a setting is empty, not gone; and what was done for all has an empty scope.
        f"{NATION} OR scope = nullif(current_setting('laerling.scope', true), '')"
        f" OR scope = '' AND what !~ '^(access|signin)\\.'"
        f" AND ({COUNTY} IS NOT NULL OR {OFFICE} IS NOT NULL OR {GOVERNOR} IS NOT NULL)",
        written="true",
    ),
}

# Tables that name people or lead to them, and whose rows are not guarded, each with its reason.
UNGUARDED: Final[dict[str, str]] = {
    "access_account": "signing in looks an address up before anybody has a unit; colleagues' names are shown to all",
    "access_accountletter": "found by the hash of a link, before anybody has signed in; the worker sends them",
    "access_areakey": "found by the key a county signs in with, before it is known which county it is; public halves",
    "access_officesignin": "found by user name and password, before anybody has a unit; names a county and an office",
    "access_resetrequest": "written before anybody has signed in; gone as soon as the worker has looked",
    "account_emailaddress": "django-allauth's, and kept empty: addresses stand in access_account",
    "access_accessrequest": "asked by whoever has no access yet, and answered by those whom the query lets: units stand above one another",
    "access_grant": "which units a person has is asked before one of them is chosen",
    "mfa_authenticator": "asked while somebody signs in, before they have a unit; its secrets are encrypted",
    "socialaccount_socialaccount": "which account another's sign-in leads to is asked before anybody has a unit",
    "socialaccount_socialapp": "django-allauth's, and kept empty: doors stand in the environment",
    "socialaccount_socialtoken": "django-allauth's, and kept empty: no token is stored",
    "django_session": "found by a random key that only the browser has; the staff site alone reads it",
    "gatherings_seat": "names nobody, and sealed; the worker makes seats, the answering site has a function, staff see none",
    "gatherings_gathering": "names no apprentice; an id that is another's must be told from one that is free",
    "invitations_letterversion": "names no apprentice; tells which accounts of the Directorate wrote national texts",
    "invitations_calendarsubscription": "found by the hash of an address, by a program that cannot sign in; names a unit only",
    "invitations_daytally": "counts only; no day of fewer than five people",
    "invitations_linkrequest": "the answering site adds by a function; the worker alone reads it, and it is empty by the next day",
    "invitations_progresstally": "counts only, of units, establishments and trades; no answers of fewer than five people",
    "invitations_dispatch": "names no apprentice; an id that is another's must be told from one that is free",
    "organisations_county": "names counties, which are public",
    "organisations_countygovernor": "names state administrators, which are public",
    "organisations_trainingestablishment": "names establishments, which are public",
    "organisations_trainingoffice": "names offices, which are public",
    "outbox_storedreceipt": "a provider hands it in without signing in; leads to messages by random ids, and pages add only",
    "register_extract": "tells which account took a file in; staff pages show it to the Directorate only",
    "reports_storedreport": "names units only; made of released figures, and asked for by release, unit and time",
    "release_releasedlabel": "names counties, offices, establishments and trades, which are public",
    "rounds_round": "names rounds",
    "questionnaire_questionnaireproposal": "names nobody asked; tells which accounts of the Directorate handed in questions",
    "responses_destructionrecord": "tells which official destroyed a key and who saw it; staff pages show it to the Directorate only",
    "responses_holderkey": "public halves of keys, and which account handed them in",
    "responses_keychallenge": "names nobody",
    "responses_keyproof": "tells which account typed a proof",
    "responses_keyrehearsal": "tells which account held a rehearsal; names nobody",
    "responses_openedanswer": "no name and no id of anybody's, and coarse; the worker alone reads it, for the release",
    "responses_draft": "no process reads it: the answering site has functions for the holder of the link",
}


def apply(cursor: CursorWrapper) -> None:
    """Guard the rows of exactly the tables above. Until it has ended, nobody but the owner sees any of them."""
    cursor.execute(FUNCTIONS)
    cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace")
    for (table,) in cursor.fetchall():
        if table not in ROWS:
            cursor.execute(sql.SQL("ALTER TABLE {} DISABLE ROW LEVEL SECURITY").format(sql.Identifier(table)))
    for table, rows in ROWS.items():
        cursor.execute("SELECT policyname FROM pg_policies WHERE schemaname = 'public' AND tablename = %s", [table])
        before = [name for (name,) in cursor.fetchall()]
        cursor.execute("SELECT tableowner FROM pg_tables WHERE schemaname = 'public' AND tablename = %s", [table])
        (owner,) = cursor.fetchone()
        for statement in _statements(table, rows, owner=owner, before=before):
            cursor.execute(statement)


def _statements(table: str, rows: Rows, *, owner: str, before: list[str]) -> Iterator[sql.Composed]:
    name = sql.Identifier(table)
    yield sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY").format(name)
    for policy in before:
        yield sql.SQL("DROP POLICY {} ON {}").format(sql.Identifier(policy), name)
    yield sql.SQL("CREATE POLICY everything ON {} TO laerling_worker, {} USING (true)").format(
        name, sql.Identifier(owner)
    )
    # For every role there is or will be: one that nobody thought of sees nothing until it says for whom it asks.
    own, written = sql.SQL(rows.seen), sql.SQL(rows.written or rows.seen)
    if rows.written:
        yield sql.SQL("CREATE POLICY own ON {} FOR SELECT USING ({})").format(name, own)
        yield sql.SQL("CREATE POLICY written ON {} FOR INSERT WITH CHECK ({})").format(name, written)
    else:
        yield sql.SQL("CREATE POLICY own ON {} USING ({})").format(name, own)
    if rows.also_seen:
        yield sql.SQL("CREATE POLICY also_seen ON {} FOR SELECT USING ({})").format(name, sql.SQL(rows.also_seen))
