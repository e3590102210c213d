"""Somebody with the database's own rights has been at the urn: a hundred ballots put in, doubled or taken away."""

import pytest

from laerling.kernel.types import SYSTEM
from laerling.responses import actions, opening, queries, sealing
from laerling.responses.models import Intake, Opening, RoundKey, Urn
from laerling.responses.openedfile import read_opened
from laerling.responses.urnfile import root_hash
from tests.responses.round import PROFILE, YEAR, after_close, answer, backup_key_destroyed, people, set_clock

N, MANY = 240, 100


@pytest.fixture
def answered(holders):
    """A round in which many have answered: the holders' files."""
    for number, token in enumerate(people(N)):
        answer(token, motivation=1 + number % 5)
    return holders


def _close():
    set_clock(after_close())
    return actions.close(round_year=YEAR, by=SYSTEM, now=after_close()).root_hash


def _opened(holders, folder, **more):
    """Export, open with two holders' files, and return what the file that came out says."""
    actions.export_urn(round_year=YEAR, to=folder / "urn", by=SYSTEM, now=after_close())
    opening.open_urn(urn=folder / "urn", keys=holders[:2], to=folder / "opened", silent=True, **more)
    return read_opened(folder / "opened")


def _some(table):
    return list(table.objects.values_list("pk", "sealed")[: 2 * MANY])


def _put(found, ballots):
    for (key, _sealed), sealed in zip(found, ballots, strict=False):
        Intake.objects.filter(pk=key).update(sealed=sealed)


def _stuff():
    ballot = sealing.Ballot(YEAR, "apprentice-2026", PROFILE, {"motivation": 1})
    public_key, guessed = RoundKey.objects.get().public_key, sealing.new_mac_key()
    _put(_some(Intake)[:MANY], [sealing.seal(ballot, public_key=public_key, mac_key=guessed) for _ in range(MANY)])


def _double():
    found = _some(Intake)
    _put(found[:MANY], [sealed for _key, sealed in found[MANY:]])


@pytest.mark.parametrize(("meddle", "reason"), [(_stuff, "forged"), (_double, "twice_in")])
def test_ballots_put_in_the_place_of_genuine_ones_are_found_at_the_opening(answered, tmp_path, meddle, reason):
    meddle()
    _close()
    opened = _opened(answered, tmp_path)
    assert (opened.rejected, len(opened.rows)) == ({reason: MANY}, N - MANY)
    assert (opened.n_missing, opened.n_surplus) == (MANY, 0)
    told = opening.told(opened)
    assert f"left out: {MANY}" in told
    assert f"STOP AND FIND OUT: ballots missing: {MANY}  too many: 0" in told

    backup_key_destroyed()
    receipt = actions.import_opened(round_year=YEAR, file=tmp_path / "opened", by=SYSTEM, now=after_close())
    assert (receipt.n_ok, receipt.n_rejected) == (N - MANY, MANY)
    report = queries.ceremony(YEAR).report
    assert (report["rejected"], report["n_missing"]) == ({reason: MANY}, MANY)


def test_ballots_taken_away_after_the_close_are_missed_even_where_the_count_is_written_anew(answered, tmp_path):
    published = _close()
    with_rights = [key for key, _sealed in _some(Urn)[:MANY]]
    Urn.objects.filter(pk__in=with_rights).delete()
    with pytest.raises(actions.UrnChanged):
        _opened(answered, tmp_path)

    left = [bytes(sealed) for sealed in Urn.objects.values_list("sealed", flat=True)]
    Opening.objects.update(n_ballots=len(left), root_hash=root_hash(left))
    opened = _opened(answered, tmp_path)
    assert (opened.rejected, opened.n_missing, len(opened.rows)) == ({}, MANY, N - MANY)
    assert f"STOP AND FIND OUT: ballots missing: {MANY}" in opening.told(opened)
    (tmp_path / "urn").unlink()
    (tmp_path / "opened").unlink()
    (tmp_path / "opened.report.json").unlink()
    with pytest.raises(opening.OpeningFault, match="published at the close"):
        _opened(answered, tmp_path, expected_root=published)


def test_ballots_taken_away_before_the_close_stop_it(answered):
    Intake.objects.filter(pk__in=[key for key, _sealed in _some(Intake)[:MANY]]).delete()
    with pytest.raises(actions.BallotsAndFlagsDiffer):
        _close()
