"""A file is received, checked, and counts once it is accepted; it can be thrown away, and is forgotten after a week."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from tests.register.test_import import n_staged, state

from laerling.audit.models import Event
from laerling.kernel.types import Actor
from laerling.organisations.models import TrainingEstablishment, TrainingOffice
from laerling.register import actions, queries
from laerling.register.models import Contract, Extract, SetAsideRow
from laerling.register.refusals import NoSuchExtract, NotWaiting, RoundClosed, SeveralCountDates
from laerling.rounds import actions as rounds

pytestmark = pytest.mark.django_db
ADA = Actor.person("ada")


@pytest.fixture
def receive(by, now):
    def receive(content, register="vigo", stage="final", by=by, at=now):
        content = content if isinstance(content, bytes) else content.content()
        return actions.receive(
            content=io.BytesIO(content), filename="", register=register, round_year=2026, stage=stage, by=by, now=at
        )

    return receive


@pytest.fixture
def accept(by, now):
    def accept(receipt, at=now):
        return actions.accept(extract_id=receipt.extract_id, by=by, now=at)

    return accept


def test_received_file_counts_for_nothing_until_it_is_accepted(vigo, receive, accept):
    receipt = receive(vigo)
    assert (receipt.state, receipt.n_rows, receipt.n_new, Contract.objects.count()) == ("checked", 240, 240, 0)
    assert (queries.extracts(2026), queries.latest_stage(2026), n_staged()) == ((), "preliminary", 240)
    taken = accept(receipt)
    assert (taken.state, taken.n_new, Contract.objects.count(), n_staged()) == ("accepted", 240, 240, 0)
    assert queries.latest_stage(2026) == "final"


def test_two_steps_lead_to_the_same_as_one(vigo, receive, accept, take_in):
    vigo.set(0, "Læretid fra", "x").set(1, "Mobil", "\\N").set(2, "Epost", "a\tb\\c").set(3, "Navn", "Kari\nNordmann")
    take_in(vigo)
    at_once = state()
    Contract.objects.all().delete()
    Extract.objects.all().delete()
    accept(receive(vigo))
    assert state() == at_once
    assert set(Contract.objects.values_list("mobile", flat=True)) >= {"\\N"}


def test_preview_tells_what_is_new_changed_unchanged_missing_and_set_aside(vigo, receive, take_in):
    take_in(vigo)
    gone = vigo.rows.pop()
    vigo.set_all("Telledato", "02.10.2026").set(0, "Epost", "ny@eksempel.no").set(1, "Kjønn", "?")
    vigo.set(2, "Kontraktnr", "9999999999")
    vigo.headings.append("Merknad")
    vigo.rows = [[*row, "x"] for row in vigo.rows]
    receipt = receive(vigo)
    assert (receipt.n_rows, receipt.n_new, receipt.n_changed, receipt.n_unchanged) == (239, 1, 1, 236)
    # Gone from the file: one left out, one under another number, one that cannot be used.
    assert (receipt.n_set_aside, receipt.n_missing, receipt.unknown_columns) == (1, 3, ("Merknad",))
    assert [(one.column, one.rule, one.n) for one in queries.set_aside_counts(receipt.extract_id)] == [
        ("Kjønn", "unknown_code", 1)
    ]
    assert Contract.objects.filter(number=gone[2]).exists()


def test_missing_are_counted_in_the_counties_of_the_file_only(vigo, receive, take_in):
    take_in(vigo)
    one = vigo.rows[0][0]
    vigo.rows = [row for row in vigo.rows if row[0] == one][1:]
    assert receive(vigo.set_all("Telledato", "02.10.2026")).n_missing == 1


def test_contract_that_a_later_file_lacks_stays_and_the_receipt_says_so(vigo, receive, accept, take_in):
    take_in(vigo)
    vigo.rows = vigo.rows[5:]
    receipt = accept(receive(vigo.set_all("Telledato", "02.10.2026")))
    assert (Contract.objects.count(), receipt.n_unchanged) == (240, 235)
    assert queries.extract(receipt.extract_id).n_missing == receipt.n_missing > 0


def test_same_file_received_again_goes_on_where_it_was(vigo, receive, accept, take_in):
    first = receive(vigo)
    again = receive(vigo)
    assert (again.extract_id, again.state, again.seen_before, n_staged()) == (first.extract_id, "checked", True, 240)
    taken = take_in(vigo)
    assert (taken.extract_id, taken.n_new, taken.seen_before) == (first.extract_id, 240, False)
    assert accept(first).seen_before
    assert receive(vigo).seen_before


def test_other_waiting_files_are_compared_anew_when_one_is_accepted(vigo, receive, accept):
    first = receive(vigo)
    second = receive(vigo.set_all("Telledato", "02.10.2026").set(0, "Navn", "Ny"))
    assert second.n_new == 240
    accept(first)
    waiting = queries.extract(second.extract_id)
    assert (waiting.n_new, waiting.n_changed, waiting.n_unchanged, n_staged()) == (0, 1, 239, 240)


def test_files_accepted_in_any_order_end_the_same(vigo, receive, accept):
    ends = set()
    for order in ((0, 1), (1, 0)):
        receipts = [receive(vigo.set_all("Telledato", day).set(0, "Navn", day)) for day in ("01.10.2026", "05.10.2026")]
        for place in order:
            accept(receipts[place])
        ends.add(str(state()))
        Contract.objects.all().delete()
        Extract.objects.all().delete()
    assert len(ends) == 1


def test_discarded_file_leaves_a_line_and_no_content(vigo, receive, by, now):
    receipt = receive(vigo)
    for _twice in range(2):
        actions.discard(extract_id=receipt.extract_id, by=by, now=now)
    assert (n_staged(), Contract.objects.count()) == (0, 0)
    assert [row.state for row in queries.received(2026)] == ["discarded"]
    with pytest.raises(NotWaiting):
        actions.accept(extract_id=receipt.extract_id, by=by, now=now)
    again = receive(vigo)
    assert (again.state, again.seen_before) == ("checked", False)


def test_accepted_file_cannot_be_thrown_away(vigo, take_in, by, now):
    receipt = take_in(vigo)
    with pytest.raises(NotWaiting):
        actions.discard(extract_id=receipt.extract_id, by=by, now=now)


def test_unknown_file_can_be_neither_accepted_nor_thrown_away(by, now):
    for decide in (actions.accept, actions.discard):
        with pytest.raises(NoSuchExtract):
            decide(extract_id="00000000-0000-4000-8000-000000000000", by=by, now=now)


def test_checked_file_is_forgotten_after_a_week(vigo, receive, by, now):
    receive(vigo)
    assert actions.discard_forgotten(by=by, now=now + timedelta(days=7)) == 0
    assert actions.discard_forgotten(by=by, now=now + timedelta(days=7, seconds=1)) == 1
    assert n_staged() == 0
    assert actions.discard_forgotten(by=by, now=now + timedelta(days=30)) == 0


def test_round_that_closed_meanwhile_takes_nothing_in(vigo, receive, accept, by, now):
    receipt = receive(vigo)
    rounds.mark_closed(year=2026, by=by, now=now)
    with pytest.raises(RoundClosed):
        accept(receipt)


def test_refusal_while_receiving_leaves_a_line_with_the_code_alone(vigo, receive):
    with pytest.raises(SeveralCountDates):
        receive(vigo.set(239, "Telledato", "02.10.2026"))
    (row,) = queries.received(2026)
    assert (row.state, row.refusal, row.n_rows, n_staged()) == ("refused", "several_count_dates", 0, 0)
    assert (Extract.objects.get().sha256, SetAsideRow.objects.count()) == ("", 0)


def test_units_wait_too_and_their_preview_writes_nothing(cases, receive, accept):
    nor, nlr = (receive((cases / f"{name}.csv").read_bytes(), name) for name in ("nor", "nlr"))
    assert (nor.n_new, nlr.n_new, n_staged()) == (6, 40, 46)
    assert not TrainingOffice.objects.exists()
    accept(nor)
    accept(nlr)
    assert (TrainingOffice.objects.count(), TrainingEstablishment.objects.count(), n_staged()) == (6, 40, 0)
    changed = receive((cases / "nor.csv").read_bytes().replace(b"aktiv", b"nedlagt", 1), "nor")
    assert (changed.n_new, changed.n_changed, changed.n_unchanged) == (0, 1, 5)


def test_office_contacts_are_known_once_a_file_has_the_columns(take_in, now):
    plain = "Orgnr;Navn;Fylke;Status\n926018159;A;40;aktiv\n883016610;B;40;aktiv\n"
    take_in(plain.encode(), "nor")
    assert set(TrainingOffice.objects.values_list("email", "phone")) == {(None, None)}
    told = "Orgnr;Navn;Fylke;Status;Epost;Telefon\n926018159;A;40;aktiv;post@eksempel.no;22 00 00 00\n883016610;B;40;aktiv;;\n"
    receipt = take_in(told.encode(), "nor", at=now + timedelta(days=1))
    assert (receipt.n_changed, receipt.unknown_columns) == (2, ())
    known = {"A": ("post@eksempel.no", "22 00 00 00"), "B": ("", "")}
    assert {
        name: (email, phone) for name, email, phone in TrainingOffice.objects.values_list("name", "email", "phone")
    } == known
    # A file without the columns tells nothing of them.
    take_in(plain.encode(), "nor", at=now + timedelta(days=2))
    assert TrainingOffice.objects.get(name="A").email == "post@eksempel.no"


def test_what_was_done_is_told_without_values(vigo, receive, accept, by, now):
    accept(receive(vigo, by=ADA))
    actions.discard(extract_id=receive(vigo.set(0, "Navn", "Hemmelig Person")).extract_id, by=by, now=now)
    told = list(Event.objects.filter(what__startswith="register.").values_list("what", flat=True))
    assert sorted(what.rpartition(".")[2] for what in told) == ["discarded", "received", "received", "taken_in"]
    assert "Hemmelig" not in str(list(Event.objects.values_list("details")))


def test_command_previews_and_goes_on(cases, capsys):
    given = {"register": "vigo", "round_year": 2026, "stage": "final"}
    call_command("import_register", cases / "vigo.csv", preview=True, **given)
    assert "240" in (said := capsys.readouterr().out)
    assert "--preview" in said
    assert (Contract.objects.count(), n_staged()) == (0, 240)
    call_command("import_register", cases / "vigo.csv", **given)
    assert (Contract.objects.count(), n_staged(), Extract.objects.count()) == (240, 0, 1)
