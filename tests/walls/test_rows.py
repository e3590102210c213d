"""Whose rows the database hands out: the second line, where a query forgets whom it asks for."""

import re
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.db.models import Q
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import include, path
from tests.invitations.people import BYGGOPP, NATION, OFFICE, OSLO, VESTLAND, invited, members, office, ordered

from laerling.access import actions as access
from laerling.access.policy import whole
from laerling.access.rows import STAFF, seen_by
from laerling.audit import actions as audit
from laerling.audit.models import Event
from laerling.config import rights
from laerling.config.rows import ROWS, UNGUARDED
from laerling.invitations import actions as invitations
from laerling.invitations.draws.models import PrizeDraw, PrizeWinner
from laerling.invitations.models import Dispatch, Invitation
from laerling.invitations.trials.models import TrialDispatch
from laerling.kernel.db import copy_in
from laerling.kernel.errors import Refusal
from laerling.outbox.models import Message
from laerling.portals.shell.staff import page, signed_in
from laerling.register.models import Contract, DeadAddress, Finding, FindingStep
from laerling.register.receipts.models import CorrectionReceipt, ReceiptContent
from laerling.sample.models import Exclusion, Sample, SampleChange, SampleMember, SupervisorPick

pytestmark = pytest.mark.urls(__name__)

# Columns that name a person, or lead to one.
PERSONAL = re.compile(
    r"(^|_)(name|email|mobile|phone|telephone|address|person_id|supervisor_id|birth\w*|gender|note|user_name)$"
    r"|(^|_)(contract|member|invitation|account|finding|user)_id$"
    r"|^(link_hash|reference|actor_id|by_label|ordered_by|given_by|issued_by|decided_by|assigned_\w+|session_key)$"
)
# A name that is no person's: tables of Django, of jobs, and of words.
NAMES_NO_PERSON = {
    "auth_group",
    "auth_permission",
    "django_content_type",
    "django_migrations",
    "procrastinate_jobs",
    "procrastinate_periodic_defers",
}
OWN = {"nation": NATION, "county": VESTLAND, "other county": OSLO, "office": BYGGOPP}


@page(action="register.read")
def forgetful(_request):
    """A view that forgets whom it asks for."""
    return HttpResponse(" ".join(sorted(Contract.objects.values_list("name", flat=True))))


@page(action="register.read")
def forgetful_and_late(_request):
    return StreamingHttpResponse(f"{name} " for name in Contract.objects.values_list("name", flat=True).iterator())


@page(action="register.read")
def faulty(_request):
    Contract.objects.update(name="Endret")
    raise RuntimeError


@page(action="register.read")
def unwilling(_request):
    Contract.objects.update(name="Endret")
    raise Refusal


@page(action="register.read")
def meddling(_request):
    """A view that forgets whose people it changes."""
    return HttpResponse(str(Contract.objects.update(name="Endret")))


@signed_in
def unitless(_request):
    return HttpResponse(str(Contract.objects.count()))


urlpatterns = [
    path("glemsom/", forgetful),
    path("sent/", forgetful_and_late),
    path("feil/", faulty),
    path("uvillig/", unwilling),
    path("rotete/", meddling),
    path("uten/", unitless),
    path("", include("laerling.config.urls.staff")),
]


@pytest.fixture
def people(by, now):
    """Six independent and six of Byggopp in Vestland, six in Oslo: contracts, members, invitations and what follows."""
    office()
    for county, orgnr in (("46", ""), ("46", OFFICE), ("03", "")):
        invited(6, county=county, office_orgnr=orgnr)
    for county, orgnr in (("46", ""), ("46", OFFICE), ("03", "")):
        members(1, county=county, office_orgnr=orgnr)
    for hours, scope in ((1, VESTLAND), (0, BYGGOPP), (0, OSLO)):
        # The county's leaves after its office's: nothing is ordered that reaches nobody.
        ordered(scope, send_at=now + timedelta(hours=hours))
        audit.record("invitations.dispatch.ordered", by=by, now=now, scope=scope.key)
    sample = Sample.objects.get()
    for contract in Contract.objects.all():
        of_whom = {
            "county_code": contract.county_code,
            "office_orgnr": contract.party_orgnr if contract.party_kind == "K" else "",
        }
        finding = Finding.objects.create(
            round_id=2026,
            kind="email_missing",
            subject=f"contract:{contract.number}",
            severity="reduced",
            cost_rank=3,
            contract=contract,
            n_apprentices=1,
            mended_in="vigo",
            first_found_at=now,
            **of_whom,
        )
        FindingStep.objects.create(finding=finding, at=now, what="closed", status="new", status_before="new")
        Exclusion.objects.create(
            sample=sample, contract=contract, person_id=contract.person_id, reasons="training_candidate", **of_whom
        )
    SupervisorPick.objects.create(sample=sample, orgnr="312000023", supervisor_id="V1", n_apprentices=6)
    colleague = access.create_account(email="kari@eksempel.no", name="Kari", password="x" * 15, by=by, now=now)
    TrialDispatch.objects.create(
        account=colleague,
        round_id=2026,
        scope=VESTLAND.key,
        asked_on=now.date(),
        number=1,
        asked_at=now,
        texts={},
        mobile="+4791234567",
    )
    draw = PrizeDraw.objects.create(
        id=uuid4(), round_id=2026, county_code="46", n_winners=1, drawn_at=now, drawn_by=str(colleague.pk)
    )
    PrizeWinner.objects.create(draw=draw, invitation=Invitation.objects.filter(county_code="46").first())
    what_comes_later(sample, now)


def what_comes_later(sample, now):
    """A file that waits to be accepted, a change of every member, and a receipt of each county."""
    extract = Contract.objects.first().extract_id
    for member in SampleMember.objects.all():
        SampleChange.objects.create(member=member, kind="ended", what={}, extract_id=extract, found_at=now)
    for county in ("46", "03"):
        receipt = CorrectionReceipt.objects.create(
            round_id=2026, county_code=county, name="rettet.csv", n_bytes=1, sha256="", received_at=now
        )
        ReceiptContent.objects.create(receipt=receipt, content=b"x")
    DeadAddress.objects.create(contract_number="K1", way="email", digest="0" * 64, cause="bounced", noted_at=now)
    with connection.cursor() as cursor:
        columns = ", ".join(f'"{name}"' for name in _columns("register_stagedcontract"))
        cursor.execute(f"INSERT INTO register_stagedcontract ({columns}) SELECT {columns} FROM register_contract")
        cursor.execute(
            "INSERT INTO register_stagedunit VALUES (%s, '312000023', 'Et kontor', '46', true, '', '')", [extract]
        )


def _columns(table):
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


@contextmanager
def as_staff():
    """Be the staff process that has not said for whom it asks."""
    with transaction.atomic(), connection.cursor() as cursor:
        # What the connection has after it has served somebody: a setting that was, and is empty.
        cursor.execute("SELECT set_config('role', %s, true), set_config('laerling.scope', '', true)", [STAFF])
        yield
        cursor.execute("SELECT set_config('role', 'none', true)")


def _keys(model):
    return set(model.objects.values_list("pk", flat=True))


@pytest.mark.django_db
def test_every_table_that_names_people_is_guarded_or_says_why_not():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables"
            " USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        naming = {table for table, column in cursor.fetchall() if PERSONAL.search(column)}
    known = ROWS.keys() | UNGUARDED.keys() | NAMES_NO_PERSON
    assert naming - known == set(), "write a line in config/rows.py"
    assert (ROWS.keys() | UNGUARDED.keys()) - set(connection.introspection.table_names()) == set()


@pytest.mark.django_db
def test_guarded_tables_are_guarded_from_their_owner_too():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relforcerowsecurity FROM pg_class"
            " WHERE relrowsecurity AND relnamespace = 'public'::regnamespace"
        )
        assert dict(cursor.fetchall()) == dict.fromkeys(ROWS, True)


@pytest.mark.django_db
@pytest.mark.parametrize("role", rights.RIGHTS)
def test_no_process_gets_past_the_guard(role):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = %s", [role])
        assert cursor.fetchone() == (False, False, False)
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname <> %s AND pg_has_role(%s, oid, 'USAGE')", [role, role]
        )
        assert cursor.fetchall() == []
        cursor.execute("SELECT roles FROM pg_policies WHERE policyname = 'everything'")
        assert {name for (names,) in cursor.fetchall() for name in names} == {"laerling_worker", _owner()}


@pytest.mark.django_db
@pytest.mark.parametrize("table", ROWS)
def test_staff_process_that_asks_for_nobody_sees_nothing(table, people):
    everything = _count(table)
    with as_staff():
        assert (everything > 0, _count(table)) == (True, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("model", [Contract, Finding, SampleMember, Exclusion, Invitation])
def test_what_is_seen_without_a_filter_is_what_the_filter_lets_through(model, name, people):
    wanted = set(model.objects.visible_to(OWN[name]).values_list("pk", flat=True))
    with seen_by(OWN[name]):
        seen = _keys(model)
    assert seen == wanted
    assert seen


@pytest.mark.django_db
@pytest.mark.parametrize("name", OWN)
def test_messages_are_seen_by_whose_the_dispatch_or_the_person_is(name, people):
    own = Dispatch.objects.visible_to(OWN[name]).values_list("pk")
    mine = Invitation.objects.visible_to(OWN[name]).values_list("pk")
    wanted = set(Message.objects.filter(Q(batch__in=own) | Q(reference__in=mine)).values_list("pk", flat=True))
    with seen_by(OWN[name]):
        assert _keys(Message) == wanted
    assert wanted


@pytest.mark.django_db
def test_county_sees_what_its_office_sent_to_its_people_and_changes_none_of_it(people):
    to_vestland = Invitation.objects.visible_to(VESTLAND).values_list("pk")
    from_office = Message.objects.filter(batch__in=Dispatch.objects.visible_to(BYGGOPP).values_list("pk"))
    wanted = set(from_office.filter(reference__in=to_vestland).values_list("pk", flat=True))
    with seen_by(VESTLAND):
        assert set(from_office.values_list("pk", flat=True)) == wanted
        assert from_office.update(state="cancelled") == 0
        assert Message.objects.filter(batch__in=Dispatch.objects.visible_to(VESTLAND)).update(reason="x") > 0
    assert len(wanted) == 6


@pytest.mark.django_db
def test_tests_to_oneself_are_seen_in_the_unit_they_were_asked_for(people):
    for name, n in {"nation": 0, "county": 1, "other county": 0, "office": 0}.items():
        with seen_by(OWN[name]):
            assert TrialDispatch.objects.count() == n


@pytest.mark.django_db
def test_what_was_done_is_seen_by_whom_it_was_done_for(people, by, now):
    audit.record("release.made", by=by, now=now)
    audit.record("access.account.created", by=by, now=now)
    with seen_by(VESTLAND):
        seen = set(Event.objects.values_list("what", "scope"))
    assert {scope for _what, scope in seen} == {"", "county:46"}
    assert ("release.made", "") in seen
    assert ("access.account.created", "") not in seen


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "code"),
    [
        *(("county", "99"), ("office", "000000000"), ("county", ""), ("office", ""), ("", "")),
        *(("governor", "vestland"), ("governor", "46"), ("governor", OFFICE), ("governor", "")),
    ],
)
def test_unit_that_has_nobody_sees_nobody(kind, code, people):
    with as_staff(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('laerling.scope', %s, true)", [f"{kind}:{code}"])
        assert [_count(table) for table in ROWS if table != "audit_event"] == [0] * (len(ROWS) - 1)


@pytest.mark.django_db
def test_state_administrator_sees_nobody_and_what_was_done_for_all(people, by, now):
    governor = whole("governor", "vestland")
    for model in (Contract, Finding, SampleMember, Invitation, Dispatch):
        assert not model.objects.visible_to(governor).exists(), model
    audit.record("release.made", by=by, now=now)
    with seen_by(governor):
        assert set(Event.objects.values_list("scope", flat=True)) == {""}


@pytest.mark.django_db
def test_forgotten_filter_in_a_view_shows_nobody_elses_people(client, account_with, people):
    client.force_login(account_with(("county", "03")))
    everybody = _names_of(Contract.objects.all())
    own = _names_of(Contract.objects.visible_to(OSLO))

    shown = client.get("/glemsom/").content.decode()
    streamed = b"".join(client.get("/sent/")).decode()

    assert _read(shown) == _read(streamed) == own
    assert own < everybody


@pytest.mark.django_db
def test_forgotten_filter_in_a_view_without_unit_shows_nobody(client, account_with, people):
    client.force_login(account_with(("county", "03")))
    with as_staff():
        assert client.get("/uten/").content == b"0"


@pytest.mark.django_db
def test_view_changes_nobody_elses_people(client, account_with, people):
    client.force_login(account_with(("county", "03")))
    assert client.get("/rotete/").content == b"7"
    assert Contract.objects.filter(name="Endret").exclude(county_code="03").count() == 0


@pytest.mark.django_db
def test_nobody_elses_people_are_written(people):
    foreign = SampleMember.objects.filter(county_code="46", office_orgnr="").exclude(
        pk__in=Invitation.objects.values("member")
    )
    member = foreign.get()
    with pytest.raises(DatabaseError, match="row-level security"), seen_by(OSLO):
        Invitation.objects.create(
            member_id=member.pk, round_id=2026, county_code="46", link_hash=b"x" * 32, contacts_at_most=3
        )


@pytest.mark.django_db
def test_bug_undoes_what_the_view_did_and_a_refusal_keeps_what_was_written_down(client, account_with, people):
    client.force_login(account_with(("county", "03")))
    client.raise_request_exception = False

    assert client.get("/feil/").status_code == 500
    assert Contract.objects.filter(name="Endret").count() == 0

    assert client.get("/uvillig/").status_code == 409
    assert Contract.objects.filter(name="Endret").count() == 7


@pytest.mark.django_db
def test_role_and_scope_before_come_back_inside_another_transaction(people):
    with seen_by(VESTLAND):
        with seen_by(OSLO):
            assert _settings() == (STAFF, "county:03")
        assert _settings() == (STAFF, "county:46")
        with pytest.raises(Refusal), seen_by(BYGGOPP):
            raise Refusal
        assert _settings() == (STAFF, "county:46")
    assert _settings() == ("none", "")


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["laerling_staff", "laerling_worker"])
def test_many_rows_go_into_a_guarded_table_all_the_same(role, people):
    sample = Sample.objects.get()
    with seen_by(NATION, role=role):
        assert (
            copy_in(
                "sample_supervisorpick",
                ("sample_id", "orgnr", "supervisor_id", "n_apprentices"),
                [(sample.pk, "312000031", "V2", 1), (sample.pk, "312000049", "V3", 2)],
            )
            == 2
        )
    assert SupervisorPick.objects.count() == 3


@pytest.mark.django_db
def test_worker_makes_invitations_for_everybody(people, by, now):
    with seen_by(OSLO, role="laerling_worker"):
        invitations.create_invitations(round_year=2026, by=by, now=now)
    assert Invitation.objects.count() == SampleMember.objects.count() == 21


@pytest.mark.django_db
def test_owner_without_any_privilege_runs_commands_and_the_answering_sites_functions(people, by, now):
    """In operation nobody is a superuser: the one who owns the tables is let through by a policy."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("CREATE ROLE laerling_test_owner NOLOGIN; GRANT ALL ON SCHEMA public TO laerling_test_owner")
        functions = (
            "SELECT proname || '(' || pg_get_function_identity_arguments(oid) || ')' FROM pg_proc"
            " WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'"
        )
        tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        for kind, listing in (("TABLE", tables), ("FUNCTION", functions)):
            cursor.execute(listing)
            for (name,) in cursor.fetchall():
                cursor.execute(f"ALTER {kind} public.{name} OWNER TO laerling_test_owner")
        rights.apply()
        found = Invitation.objects.order_by("pk").first()
        cursor.execute("SELECT set_config('role', 'laerling_test_owner', true)")
        assert Contract.objects.count() == 21
        assert invitations.create_invitations(round_year=2026, by=by, now=now) == 3
        cursor.execute("SELECT set_config('role', 'laerling_answering', true)")
        cursor.execute("SELECT state FROM responses_look_up(%s)", [bytes(found.link_hash)])
        assert cursor.fetchone() is not None
        cursor.execute("SELECT set_config('role', 'none', true)")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("pooled", [False, True], ids=["kept", "pooled"])
def test_nothing_is_left_on_a_connection_for_the_next_request(pooled, monkeypatch, client, account_with, people):
    client.raise_request_exception = False
    client.force_login(account_with(("county", "03")))
    own = _names_of(Contract.objects.visible_to(OSLO))
    with _connected_as_staff(monkeypatch, pooled=pooled):
        seen = []
        for address in ("/glemsom/", "/feil/", "/uvillig/", "/sent/", "/glemsom/"):
            answer = client.get(address)
            seen.append(b"".join(answer) if answer.streaming else answer.content)
            if pooled:
                connection.close()
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_backend_pid(), current_setting('role'),"
                    " coalesce(current_setting('laerling.scope', true), ''), (SELECT count(*) FROM register_contract)"
                )
                process, *left = cursor.fetchone()
            seen.append(process)
            assert left == [STAFF, "", 0]
        assert len(set(seen[1::2])) == 1, "it was the same connection throughout"
        assert _read(seen[0].decode()) == own

        # And had the scope been set for longer than a transaction, this test would have told.
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('laerling.scope', 'county:03', false)")
        if pooled:
            connection.close()
        assert Contract.objects.count() == 7


@contextmanager
def _connected_as_staff(monkeypatch, *, pooled):
    """Connect as the staff process does, with a connection that is kept, or one of a pool of one."""
    settings = connections.settings["default"]
    options = {"options": f"-c role={STAFF}"} | ({"pool": {"min_size": 1, "max_size": 1}} if pooled else {})
    monkeypatch.setitem(settings, "OPTIONS", options)
    monkeypatch.setitem(settings, "CONN_MAX_AGE", 0 if pooled else None)
    before = connections["default"]
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connection.close()
        if pooled:
            connection.close_pool()
        connections["default"] = before


def _settings():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role'), coalesce(current_setting('laerling.scope', true), '')")
        return cursor.fetchone()


def _owner():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableowner FROM pg_tables WHERE tablename = 'register_contract'")
        return cursor.fetchone()[0]


def _count(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def _names_of(contracts):
    return set(contracts.values_list("name", flat=True))


def _read(text):
    return set(re.findall(r"Kari Nr\d+", text))
