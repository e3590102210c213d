from collections import Counter

import pytest
from django.core.management import call_command

from laerling.access.policy import whole
from laerling.register.models import Contract, Finding
from laerling.sample import queries
from laerling.sample.actions import NothingDrawn, NothingToDraw, SampleIsFrozen, draw, export
from laerling.sample.models import Exclusion, Sample, SampleMember, SupervisorPick
from laerling.sample.rules import PROFILE_KEYS

pytestmark = pytest.mark.django_db

NATION = whole("nation", "", "Norge")
COUNTY = whole("county", "40", "Telemark")
OFFICE = whole("office", "986579753", "Opplæringskontoret Gjære 6")


@pytest.fixture
def cases_in(cases):
    for register in ("nor", "nlr", "vigo"):
        call_command("import_register", cases / f"{register}.csv", register=register, round_year=2026, stage="final")


def _same_as_expected(folder, cases):
    for name in ("sample", "excluded", "supervisors"):
        assert (folder / f"{name}.csv").read_bytes() == (cases / f"expected_{name}.csv").read_bytes()


def test_cases_come_out_exactly_through_the_commands(cases_in, cases, tmp_path):
    call_command("draw_sample", round_year=2026, stage="final")
    call_command("export_sample", round_year=2026, to=tmp_path / "out")
    _same_as_expected(tmp_path / "out", cases)


def test_exported_files_are_for_their_owner_only(cases_in, by, now, tmp_path):
    draw(round_year=2026, stage="final", by=by, now=now)
    assert {path.stat().st_mode & 0o777 for path in export(round_year=2026, to=tmp_path)} == {0o600}


def test_final_draw_freezes_and_is_not_drawn_again(cases_in, by, now):
    receipt = draw(round_year=2026, stage="final", by=by, now=now)
    assert (receipt.n_asked, receipt.n_excluded, receipt.n_supervisors, receipt.frozen) == (60, 180, 36, True)
    assert Sample.objects.get().frozen_at == now
    before = list(SampleMember.objects.order_by("id").values_list("id", "contract_id"))
    with pytest.raises(SampleIsFrozen):
        draw(round_year=2026, stage="final", by=by, now=now)
    assert list(SampleMember.objects.order_by("id").values_list("id", "contract_id")) == before


def test_preliminary_draw_may_be_done_again_and_takes_the_place_of_the_first(cases_in, by, now, cases, tmp_path):
    Contract.objects.update(stage="preliminary")
    first = draw(round_year=2026, stage="preliminary", by=by, now=now)
    Contract.objects.filter(number="0070000003").update(end_code="HE")
    second = draw(round_year=2026, stage="preliminary", by=by, now=now)
    assert (first.sample_id, first.n_asked - 1, first.frozen) == (second.sample_id, second.n_asked, False)
    assert Sample.objects.get().n_asked == SampleMember.objects.count() == 59
    assert Exclusion.objects.get(contract__number="0070000003").reasons == "ended"
    assert not SampleMember.objects.exclude(profile={}).exists()


def test_profiles_are_coarse_once_frozen(cases_in, by, now):
    draw(round_year=2026, stage="final", by=by, now=now)
    profiles = list(SampleMember.objects.values_list("profile", flat=True))
    shared = Counter(tuple(sorted(profile.items())) for profile in profiles)
    assert all(n >= 5 or not any(value for _key, value in profile) for profile, n in shared.items())


def test_member_holds_what_its_contract_says(cases_in, by, now):
    draw(round_year=2026, stage="final", by=by, now=now)
    for member in SampleMember.objects.select_related("contract"):
        contract = member.contract
        through_office = contract.party_kind == "K"
        assert member.office_orgnr == (contract.party_orgnr if through_office else "")
        assert member.establishment_orgnr == (contract.member_orgnr if through_office else contract.party_orgnr)
        assert (member.person_id, member.county_code) == (contract.person_id, contract.county_code)
        assert (member.trade_code, member.trade_name) == (contract.programme_area, contract.trade)


def test_nothing_is_drawn_from_nothing(by, now, tmp_path):
    with pytest.raises(NothingToDraw):
        draw(round_year=2026, stage="final", by=by, now=now)
    assert not Sample.objects.exists()
    with pytest.raises(NothingDrawn):
        export(round_year=2026, to=tmp_path)
    assert queries.counts(NATION, 2026) is None
    assert len(queries.members(NATION, 2026)) == len(queries.excluded(NATION, 2026)) == 0


def test_lists_answer_for_the_scope_only(cases_in, by, now):
    draw(round_year=2026, stage="final", by=by, now=now)
    assert queries.counts(NATION, 2026) == queries.Counts(60, 180, is_final=True)
    for scope in (COUNTY, OFFICE):
        counts = queries.counts(scope, 2026)
        asked, left_out = queries.members(scope, 2026), queries.excluded(scope, 2026)
        assert (len(asked), len(left_out)) == (counts.n_asked, counts.n_excluded)
        assert 0 < counts.n_asked < 60
        assert all(person.reasons for person in left_out)
        ids = [person.contract_id for person in (*asked, *left_out)]
        assert len(ids) == Contract.objects.filter(round_id=2026).visible_to(scope).count()
        assert Contract.objects.filter(id__in=ids).visible_to(scope).count() == len(ids)


def test_list_is_searched_and_tells_who_can_be_reached(cases_in, by, now, django_assert_num_queries):
    draw(round_year=2026, stage="final", by=by, now=now)
    with django_assert_num_queries(2):
        found = queries.members(NATION, 2026, search="0070000003")[:50]
    assert [(person.number, person.has_email, person.has_mobile) for person in found] == [("0070000003", True, True)]


def test_asked_by_profile_adds_up(cases_in, by, now):
    draw(round_year=2026, stage="final", by=by, now=now)
    asked = queries.asked_by_profile(2026)
    assert asked.total() == 60
    of_office = sum(n for profile, n in asked.items() if profile[PROFILE_KEYS.index("office")] == "986579753")
    assert of_office == SampleMember.objects.filter(office_orgnr="986579753").count()
    assert {profile[-1] for profile in asked} <= {"1", "2", "3"}
    trades = {profile[PROFILE_KEYS.index("trade")] for profile in asked}
    assert set(queries.trade_names(2026)) == trades


def test_findings_forecast_what_the_draw_will_say(cases_in, by, now):
    """The database's forecast of who would be asked is the rules' own answer."""
    receipt = draw(round_year=2026, stage="final", by=by, now=now)
    units = {"not_in_nor", "not_in_nlr", "duplicate_person"}
    lost = {row.contract_id for row in Exclusion.objects.all() if set(row.reasons.split("+")) <= units}
    asked = set(SampleMember.objects.values_list("contract_id", flat=True))
    doubles = set(Finding.objects.filter(kind="duplicate_contract").values_list("contract_id", flat=True))
    about_people = Finding.objects.filter(kind__regex="^(email|mobile)_")
    assert {finding.contract_id for finding in about_people} <= (asked | lost) - doubles
    for state, kind in (("email_state", "email"), ("mobile_state", "mobile")):
        faulty = Contract.objects.filter(id__in=(asked | lost) - doubles).exclude(**{state: "ok"})
        found = Finding.objects.filter(kind__startswith=f"{kind}_").values_list("contract_id", flat=True)
        assert set(faulty.values_list("id", flat=True)) <= set(found)
    for kind, reason in (("office_not_in_nor", "not_in_nor"), ("establishment_not_in_nlr", "not_in_nlr")):
        costs = sum(Finding.objects.filter(kind=kind).values_list("n_apprentices", flat=True))
        only = Exclusion.objects.filter(contract_id__in=lost, reasons__contains=reason)
        assert costs == only.count()
    assert receipt.n_asked == len(asked)


def test_draw_writes_in_sets(cases_in, by, now, django_assert_max_num_queries):
    with django_assert_max_num_queries(32):
        draw(round_year=2026, stage="final", by=by, now=now)
    assert SupervisorPick.objects.count() == 36
