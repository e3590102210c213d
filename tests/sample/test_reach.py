"""Who can be reached, by office and trade: the list's own people, counted once."""

from io import BytesIO

import pytest
from tests.sample.conftest import NATION, county, office

from laerling.register.actions import import_file
from laerling.register.models import Contract, Finding
from laerling.register.rules.findings import NOT_THEIR_OWN
from laerling.sample import queries
from laerling.sample.models import SampleMember

pytestmark = pytest.mark.django_db


def reached(contract, way):
    """An address that looks right, and that nothing says is somebody else's or nobody's."""
    not_theirs = Finding.objects.filter(contract=contract, closed_at=None, kind__in=NOT_THEIR_OWN[way])
    return getattr(contract, f"{way}_state") in {"ok", "foreign"} and not not_theirs.exists()


def counted(members):
    both = [(reached(member.contract, "email"), reached(member.contract, "mobile")) for member in members]
    return queries.ReachCount(
        n=len(both),
        n_email=sum(email for email, _mobile in both),
        n_mobile=sum(mobile for _email, mobile in both),
        n_both=sum(email and mobile for email, mobile in both),
        n_either=sum(email or mobile for email, mobile in both),
        n_none=sum(not email and not mobile for email, mobile in both),
    )


@pytest.mark.parametrize("scope", [NATION, county("18"), office("986579753")], ids=lambda scope: scope.key)
def test_reach_counts_the_scopes_own_people(locked, scope):
    members = list(SampleMember.objects.visible_to(scope).select_related("contract"))

    table = queries.reach(scope, 2026)

    assert table.total == counted(members)
    assert table.total.n > 0
    for lines, column in ((table.by_office, "office_orgnr"), (table.by_trade, "trade_code")):
        assert {line.code for line in lines} == {getattr(member, column) for member in members}
        for line in lines:
            assert line.count == counted([member for member in members if getattr(member, column) == line.code])


def test_offices_and_trades_have_their_names(locked):
    table = queries.reach(NATION, 2026)

    assert "Opplæringskontoret Gjære 6" in {line.name for line in table.by_office}
    assert "Helsearbeiderfaget" in {line.name for line in table.by_trade}
    assert next(line.name for line in table.by_office if not line.code) == ""


def test_nobody_is_reached_before_a_list_is_drawn(db):
    assert queries.reach(NATION, 2026) == queries.ReachTable(queries.ReachCount(0, 0, 0, 0, 0, 0), (), ())


def test_reach_is_reckoned_once_and_then_remembered(locked, django_assert_num_queries):
    for scope in (NATION, county("18")):
        first = queries.reach(scope, 2026)
        # The list, the state of the findings, and what is remembered.
        with django_assert_num_queries(3):
            assert queries.reach(scope, 2026) == first


def test_reach_is_reckoned_anew_when_a_file_has_come_in(locked, cases, by, now):
    before = queries.reach(NATION, 2026).total
    Contract.objects.update(email_state="missing", mobile_state="missing")
    one_office_less = (cases / "nor.csv").read_bytes().splitlines(keepends=True)[:-1]
    import_file(
        content=BytesIO(b"".join(one_office_less)),
        filename="nor.csv",
        register="nor",
        round_year=2026,
        stage="final",
        by=by,
        now=now,
    )
    assert queries.reach(NATION, 2026).total.n_none == before.n
